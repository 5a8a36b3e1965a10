import { Exchange, Message, type Services } from "@mortise/contract";
import { RunSecrets } from "@mortise/engine";
import { expect, test } from "vitest";
import { run } from "./run.ts";

const SECRET = "rt-0000000000000001";

function logged(body: string): string {
  const lines: string[] = [];
  const services: Partial<Services> = {
    secrets: new RunSecrets([SECRET]),
    log: { write: (_, line) => lines.push(line) },
  };
  const exchange = new Exchange("e", { timeZone: "UTC" } as Exchange["scope"], new Message(body));
  run(exchange, { level: "info", showHeaders: false, showBody: true }, services as Services);
  return lines.join("\n");
}

test("a long body is cut, and its length is told", () => {
  expect(logged("a".repeat(12_000))).toBe(`Body (String): ${"a".repeat(10_000)}… (12000 characters in all)`);
});

test("a secret that the cut goes through does not show in part", () => {
  const line = logged(`${"a".repeat(9_995)}${SECRET}${"b".repeat(5_000)}`);
  expect(line).toContain("•••");
  expect(line).not.toContain("rt-0");
});
