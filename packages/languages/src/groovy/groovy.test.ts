import { Exchange, Message, type Scope, type Value } from "@mortise/contract";
import { describe, expect, it } from "vitest";
import { compileGroovyScript, runGroovyScript } from "./index.ts";

const BUDGETS = { steps: 1_000_000, ms: 2_000, memory: 64_000_000, depth: 400, output: 10_000 };

function exchangeOf(body: Value, now = "2026-01-01T00:00:00Z"): Exchange {
  const scope: Scope = {
    runId: "run",
    tenant: "acme",
    environment: "test",
    flow: "Loket",
    group: "",
    timeZone: "Europe/Amsterdam",
    created: 0,
    now: () => Date.parse(now),
    random: () => 0.5,
    properties: new Map([["url", "https://example.test"]]),
    variables: new Map(),
  };
  return new Exchange("exchange", scope, new Message(body));
}

function run(source: string, body: Value = null, now?: string) {
  return runGroovyScript(compileGroovyScript(source), exchangeOf(body, now), BUDGETS);
}

/** The handbook's script, word for word. */
const LAST_DAY = `import java.time.LocalDate
import java.time.temporal.TemporalAdjusters
// Get today's date
LocalDate today = LocalDate.now()
// Get the last day of the current month
LocalDate lastDayOfMonth = today.with(TemporalAdjusters.lastDayOfMonth())
// Check if today is the last day of the month
if (today.equals(lastDayOfMonth)) {
request.setHeader('isLastDay',true)
}else {
request.setHeader('isLastDay',false)
}`;

describe("a Groovy script", () => {
  it.each([
    ["2026-11-29T23:30:00+01:00", false],
    ["2026-11-30T00:00:00+01:00", true],
    ["2026-11-30T22:59:00Z", true],
    ["2026-11-30T23:00:00Z", false],
  ])("knows at %s, in the flow's zone, whether it is the last day of the month", (now, last) => {
    expect(run(LAST_DAY, null, now).headers.set).toEqual([["isLastDay", last]]);
  });

  it("reads a JSON answer and sets headers from it", () => {
    const { headers } = run(
      "def json = new groovy.json.JsonSlurper().parseText(body)\nrequest.setHeader('user', json.users[1].name)",
      '{"users": [{"name": "Ann"}, {"name": "Bob"}]}',
    );
    expect(headers.set).toEqual([["user", "Bob"]]);
  });

  it("reads the flow's properties and may not write them", () => {
    expect(run("flow.properties.url").result).toBe("https://example.test");
    expect(() => run("flow.properties.url = 'x'")).toThrow(expect.objectContaining({ code: "SCRIPT_FORBIDDEN" }));
  });
});
