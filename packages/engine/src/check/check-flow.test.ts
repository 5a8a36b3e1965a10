import type { FlowDocument, FlowNode } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { checkFlow } from "./check-flow.ts";
import { context } from "./context.fixture.ts";

type Parts = Partial<Omit<FlowDocument, "nodes">> & { readonly nodes: readonly object[] };

/** A flow whose nodes follow one another, unless links say otherwise. */
function flow({ nodes, ...rest }: Parts): FlowDocument {
  const named = nodes.map((node, index) => ({ id: `n-${index}`, ...node })) as FlowNode[];
  const links = named.slice(1).map(({ id }, index) => ({ from: named[index]!.id, to: id }));
  return { flow: 1, name: "x", nodes: named, links, ...rest };
}

const body = (text: unknown) => ({ type: "SetBody", settings: { body: text } });
const found = (document: unknown, more = {}) =>
  checkFlow(document, { ...context, ...more }).map(({ severity, code, pointer }) => [severity, code, pointer]);

test("a sound flow has nothing to say about it", () => {
  expect(
    checkFlow(flow({ nodes: [body("${header.a}"), { type: "Filter", settings: { expression: "x" } }] }), context),
  ).toEqual([]);
});

test("the mistakes of the document come first, and those of its expressions are found all the same", () => {
  const document = flow({
    nodes: [body("${a"), { type: "Filter", settings: { expression: "${b", more: 1 } }],
    links: [
      { from: "n-0", to: "n-1" },
      { from: "n-1", to: "n-2" },
    ],
  });
  expect(found(document)).toEqual([
    ["error", "FLOW_SETTINGS_INVALID", "/nodes/1/settings/more"],
    ["error", "FLOW_DANGLING_LINK", "/links/1/to"],
    ["error", "EXPRESSION_SYNTAX", "/nodes/0/settings/body"],
    ["error", "EXPRESSION_SYNTAX", "/nodes/1/settings/expression"],
  ]);
});

test("what is not a flow at all is told as reading tells it", () => {
  expect(found("{")).toEqual([["error", "FLOW_INVALID", ""]]);
});

test("a mistake in an expression points into its text, in a list as in a map", () => {
  const settings = {
    headers: [
      { name: "A", value: "x" },
      { name: "B", value: { language: "groovy", source: "ab\n c${" } },
    ],
  };
  const [mistake] = checkFlow(flow({ nodes: [{ type: "SetHeaders", settings }] }), context);
  expect(mistake).toMatchObject({
    code: "EXPRESSION_SYNTAX",
    nodeId: "n-0",
    pointer: "/nodes/0/settings/headers/1/value",
    position: { position: 5, line: 2, column: 3 },
    source: "ab\n c${",
  });
});

test("a setting that the schema refuses is not refused a second time by the compiler", () => {
  expect(found(flow({ nodes: [body({ language: "simpel", source: "x" })] }))).toEqual([
    ["error", "FLOW_SETTINGS_INVALID", "/nodes/0/settings/body/language"],
  ]);
});

describe("scripts", () => {
  const script = (source: unknown) => flow({ nodes: [{ type: "Script", settings: { source } }] });

  test("a mistake points at its line and column", () => {
    const [mistake] = checkFlow(script(["good", "  wrong"]), context);
    expect(mistake).toMatchObject({
      code: "SCRIPT_SYNTAX",
      pointer: "/nodes/0/settings/source",
      position: { line: 2, column: 3 },
    });
  });

  test("a script in a file is checked as if it stood in the document", () => {
    const readFile = (name: string) => (name === "x.groovy" ? "a wrong" : "fine");
    expect(found(script({ file: "x.groovy" }), { readFile })).toEqual([
      ["error", "SCRIPT_SYNTAX", "/nodes/0/settings/source"],
    ]);
    expect(found(script({ file: "../x.groovy" }), { readFile })).toContainEqual([
      "error",
      "FLOW_INVALID",
      "/nodes/0/settings/source/file",
    ]);
  });

  test.each([
    ["def a = 1\ndef url = '#{api_url}'", "#{api_url}", "flow.properties['api_url']"],
    ["def url = '@{Token_KLANT}'", "@{Token_KLANT}", "a header that GetTenantVariable sets"],
  ])("%j: a notation is refused where it stands, with what to write instead", (source, text, expected) => {
    const [mistake] = checkFlow(script(source), context);
    expect(mistake).toMatchObject({ severity: "error", code: "SCRIPT_FORBIDDEN", found: text, expected, source });
    expect(source.slice(mistake?.position?.position)).toMatch(text);
  });

  test.each(["// was #{api_url}", 'def a = "#{" + "}"', "'#{3}' + '@{ x }'"])("%j holds no notation", (source) => {
    expect(found(script(source))).toEqual([]);
  });
});

describe("properties", () => {
  const properties = { api_url: { test: "https://x", production: null }, key: { secret: true } as const };
  const document = flow({
    properties,
    nodes: [body("#{api_url} #{key}"), { type: "HTTP", settings: { url: "#{api_ulr}", excludeHeaders: ["#{gone}"] } }],
  });

  test("one that is not declared is a mistake at each place that uses it, with what was likely meant", () => {
    const mistakes = checkFlow(document, context);
    expect(mistakes.map(({ code, pointer, expected }) => [code, pointer, expected])).toEqual([
      ["FLOW_UNKNOWN_PROPERTY", "/nodes/1/settings/url", 'a property of the flow (did you mean "api_url"?)'],
      ["FLOW_UNKNOWN_PROPERTY", "/nodes/1/settings/excludeHeaders/0", "a property of the flow"],
    ]);
  });

  test("one without a value is a mistake only where the flow is to run there", () => {
    const used = { ...document, nodes: document.nodes.slice(0, 1), links: [] };
    expect(found(used)).toEqual([]);
    expect(found(used, { environment: "test" })).toEqual([]);
    expect(checkFlow(used, { ...context, environment: "production" })).toEqual([
      expect.objectContaining({
        code: "FLOW_NO_VALUE",
        pointer: "/nodes/0/settings/body",
        nodeId: "n-0",
        environment: "production",
      }),
    ]);
  });

  test("a secret needs its value, where it is known which are given", () => {
    const used = { ...document, nodes: document.nodes.slice(0, 1), links: [] };
    expect(found(used, { environment: "test", givenSecrets: ["other"] })).toEqual([
      ["error", "FLOW_NO_VALUE", "/nodes/0/settings/body"],
    ]);
    expect(found(used, { environment: "test", givenSecrets: ["key"] })).toEqual([]);
  });

  test("one that only a script reads is used; one that it reads in vain is worth a warning", () => {
    const script = (source: string) => flow({ properties, nodes: [{ type: "Script", settings: { source } }] });
    expect(found(script("flow.properties.api_url + flow.properties['key']"))).toEqual([]);
    expect(found(script("flow.properties.api_url + flow.properties.kee + flow.properties.key"))).toEqual([
      ["warning", "FLOW_UNKNOWN_PROPERTY", "/nodes/0/settings/source"],
    ]);
  });

  test("text that a language takes literally names none", () => {
    expect(found(flow({ nodes: [body({ language: "constant", source: "#{nothing}" })] }))).toEqual([]);
  });
});

describe("schedules", () => {
  const timer = (settings: object, options = {}) => flow({ options, nodes: [{ type: "Timer", settings }] });

  test("a cron expression is read where it stands", () => {
    const [mistake] = checkFlow(timer({ cron: "0 0 25 * * ?" }), context);
    expect(mistake).toMatchObject({
      severity: "error",
      code: "EXPRESSION_SYNTAX",
      pointer: "/nodes/0/settings/cron",
      position: { column: 5 },
      source: "0 0 25 * * ?",
    });
  });

  test("an unknown time zone is a mistake in a node as in the options", () => {
    expect(found(timer({ cron: "0 0 0 * * ?", timeZone: "Europe/Amsterdan" }, { timeZone: "Mars" }))).toEqual([
      ["error", "FLOW_SETTINGS_INVALID", "/options/timeZone"],
      ["error", "FLOW_SETTINGS_INVALID", "/nodes/0/settings/timeZone"],
    ]);
  });

  test("a cron in a property is read with its value, and one without a value is no cron to be wrong", () => {
    const properties = { when: { test: "0 0 0 * *", production: null } };
    const document = flow({ properties, nodes: [{ type: "Timer", settings: { cron: "#{when} ?" } }] });
    expect(found(document, { environment: "test" })).toEqual([]);
    expect(found(document, { environment: "production" })).toEqual([
      ["error", "FLOW_NO_VALUE", "/nodes/0/settings/cron"],
    ]);
  });
});
