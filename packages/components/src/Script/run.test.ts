import {
  Exchange,
  Message,
  mortiseError,
  type Script,
  type ScriptResult,
  type Services,
  type Value,
} from "@mortise/contract";
import { expect, test } from "vitest";
import { run } from "./run.ts";

const NOTHING: ScriptResult = {
  headers: { set: [], removed: [] },
  properties: { set: [], removed: [] },
  result: null,
  stdout: "",
};

/** Runs the component with a runner that did `result`. */
async function after(result: Partial<ScriptResult>) {
  const lines: string[] = [];
  const asked: Script[] = [];
  const message = new Message("body", [
    ["kept", "1"],
    ["gone", "2"],
  ]);
  message.setHeader("token", "old", true);
  const exchange = new Exchange("e", {} as Exchange["scope"], message, new Map<string, Value>([["p", 1]]));
  const services: Partial<Services> = {
    scripts: {
      run: async (script) => {
        asked.push(script);
        return { ...NOTHING, ...result };
      },
      check: () => {},
    },
    log: { write: (level, line) => lines.push(`${level}: ${line}`) },
  };
  await run(exchange, { language: "groovy", source: "…" }, services as Services);
  return { exchange, message, lines, asked };
}

test("hands the script on and leaves a message alone that the script left alone", async () => {
  const { message, exchange, asked, lines } = await after({});
  expect(asked).toEqual([{ language: "groovy", source: "…" }]);
  expect(message.body).toBe("body");
  expect(message.headers.names()).toEqual(["gone", "kept", "token"]);
  expect(exchange.properties).toEqual(new Map([["p", 1]]));
  expect(lines).toEqual([]);
});

test("does to headers and properties what the script did", async () => {
  const { message, exchange } = await after({
    headers: { set: [["made", 5]], removed: ["GONE"] },
    properties: { set: [["q", "2"]], removed: ["p"] },
  });
  expect([...message.headers]).toEqual([
    ["kept", "1"],
    ["made", 5],
    ["token", "old"],
  ]);
  expect(exchange.properties).toEqual(new Map([["q", "2"]]));
});

test("a header that a script set does not count as named, so a secret in it stays home", async () => {
  const { message } = await after({ headers: { set: [["token", "new"]], removed: [] } });
  expect(message.header("token")).toBe("new");
  expect(message.headers.isNamed("token")).toBe(false);
});

test.each<[string, Partial<ScriptResult>, Value]>([
  ["a result becomes the body", { result: "made" }, "made"],
  ["false and zero are results too", { result: false }, false],
  ["no result leaves the body", { result: null }, "body"],
  ["a body that the script set stands", { body: { value: "set" } }, "set"],
  ["a body can be set to nothing", { body: { value: null } }, null],
  ["a result goes before a body that was set", { body: { value: "set" }, result: "made" }, "made"],
])("%s", async (_, result, body) => {
  expect((await after(result)).message.body).toEqual(body);
});

test("what the script printed is logged line by line", async () => {
  expect((await after({ stdout: "one\r\n\ntwo\n" })).lines).toEqual(["info: one", "info: ", "info: two"]);
});

test("says what a script that failed had printed, and by which calls it failed", async () => {
  const lines: string[] = [];
  const frames = [
    { name: "normalise", line: 3, column: 5 },
    { name: "script", line: 9, column: 1 },
  ];
  const error = mortiseError("SCRIPT_THREW", { class: "java.lang.Exception", what: "odd", stdout: "a\nb\n", frames });
  const services: Partial<Services> = {
    scripts: { run: () => Promise.reject(error), check: () => {} },
    log: { write: (level, line) => lines.push(`${level}: ${line}`) },
  };
  const exchange = new Exchange("e", {} as Exchange["scope"]);
  await expect(run(exchange, { language: "groovy", source: "…" }, services as Services)).rejects.toBe(error);
  expect(lines).toEqual([
    "info: a",
    "info: b",
    "error: java.lang.Exception: at normalise (line 3), at script (line 9)",
  ]);
});
