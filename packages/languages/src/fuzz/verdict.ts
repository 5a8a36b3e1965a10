import { Exchange, Message, MortiseError, type ScriptResult } from "@mortise/contract";
import { decodeResult, encodeResult } from "../hop/index.ts";

/** How a script may fail: by what its author wrote. */
const ITS_OWN = /^SCRIPT_(SYNTAX|THREW|LIMIT|FORBIDDEN)$/;

/** A Java class, as Groovy's errors name them, or what JavaScript throws. */
const CLASS = {
  groovy: /^(?:[a-z]\w*\.)+[A-Z][\w$.]*$|^[A-Z]\w*$/,
  javascript: /./,
};

/** A message to fuzz with. */
export function fuzzExchange(): Exchange {
  return new Exchange(
    "exchange-1",
    {
      runId: "run-1",
      tenant: "tenant-1",
      environment: "test",
      flow: "fuzz",
      group: "",
      timeZone: "Europe/Amsterdam",
      created: 0,
      now: () => Date.parse("2026-01-31T12:00:00Z"),
      random: () => 0.5,
      properties: new Map([["url", "https://api.example"]]),
      variables: new Map(),
    },
    new Message(
      new Map<string, string | number[]>([
        ["a", "text"],
        ["b", [1, 2]],
      ]),
      [["h", "1"]],
    ),
    new Map([["p", 1]]),
  );
}

/** What is wrong with how a script ended; undefined when it ended as scripts may. */
export function objection(language: "groovy" | "javascript", run: () => ScriptResult): string | undefined {
  try {
    // The result must also find its way to another thread and back.
    decodeResult(encodeResult(run()));
    return undefined;
  } catch (error) {
    if (!(error instanceof MortiseError)) return `${(error as Error)?.stack ?? error}`;
    const { code, detail, cause, message } = error;
    if (!ITS_OWN.test(code)) return `${code} ${message} ${(cause as Error | undefined)?.stack ?? ""}`;
    const native = cause instanceof Error && !(cause instanceof MortiseError) ? cause : undefined;
    // A null that a method was not ready for is Java's NullPointerException; any other kind of value is our mistake.
    if (native instanceof TypeError && !/\bnull\b|is not iterable/.test(native.message))
      return `${message} ${native.stack}`;
    if (native instanceof RangeError && !/call stack|Invalid (array|string) length|BigInt size/i.test(native.message))
      return `${message} ${native.stack}`;
    if (code === "SCRIPT_THREW" && !CLASS[language].test(String(detail.class)))
      return `it threw ${String(detail.class)}: ${message}`;
    return undefined;
  }
}
