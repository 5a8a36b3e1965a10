import { Exchange, Message, type MortiseError, type ScriptResult, type Value } from "@mortise/contract";
import type { ScriptPool } from "./pool.ts";

export interface Given {
  readonly tenant?: string;
  readonly flow?: string;
  readonly headers?: { readonly [name: string]: Value };
  readonly body?: Value;
}

/** An exchange on 29 February 2024, 23:30 in Amsterdam. */
export function exchangeOf({ tenant = "tenant-1", flow = "flow-1", headers = {}, body = null }: Given = {}): Exchange {
  return new Exchange(
    "exchange-1",
    {
      runId: "run-1",
      tenant,
      environment: "test",
      flow,
      group: "group-1",
      timeZone: "Europe/Amsterdam",
      created: 0,
      now: () => Date.parse("2024-02-29T22:30:00Z"),
      random: () => 0.5,
      properties: new Map([["url", "https://api.example"]]),
      variables: new Map(),
    },
    new Message(body, Object.entries(headers)),
  );
}

type Language = "groovy" | "javascript";

export function runIn(
  pool: ScriptPool,
  language: Language,
  source: string,
  given: Given = {},
  signal?: AbortSignal,
): Promise<ScriptResult> {
  return pool.run({ language, source }, exchangeOf(given), signal);
}

/** The error of a script that must fail, and how long it took to. */
export async function failureIn(
  pool: ScriptPool,
  language: Language,
  source: string,
  given: Given = {},
  signal?: AbortSignal,
) {
  const begun = performance.now();
  const error = await runIn(pool, language, source, given, signal).then(
    ({ result }) => Promise.reject(new Error(`it gave ${String(result)}`)),
    (reason: MortiseError) => reason,
  );
  return { error, ms: performance.now() - begun };
}
