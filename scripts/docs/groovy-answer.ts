import { Exchange, Message, MortiseError, Typed, type Value } from "@mortise/contract";
import { compileGroovyScript, runGroovyScript } from "@mortise/languages";

const BUDGETS = { ms: 10_000, steps: 10_000_000, memory: 64_000_000, depth: 200, output: 10_000 };

/** Characters of an answer that are shown. */
const SHOWN = 120;

/** What an example gives when it is run, on 2026-01-31 at noon, as Groovy would write the value; what it prints, where it gives nothing. */
export function groovyAnswer(example: string): string {
  try {
    const { result, stdout } = runGroovyScript(compileGroovyScript(example), exchange(), BUDGETS);
    if (result === null && stdout !== "") return shortened(`prints ${written(stdout)}`);
    return shortened(written(result));
  } catch (error) {
    if (!(error instanceof MortiseError) || error.code !== "SCRIPT_THREW") throw new Error(example, { cause: error });
    return shortened(`throws ${String(error.detail.class).replace(/^.*\./, "")}: ${String(error.detail.what)}`);
  }
}

function exchange(): Exchange {
  const now = Date.parse("2026-01-31T12:00:00Z");
  return new Exchange(
    "exchange-1",
    {
      runId: "run-1",
      tenant: "klant",
      environment: "test",
      flow: "Loket",
      group: "",
      timeZone: "Europe/Amsterdam",
      created: now,
      now: () => now,
      random: () => 0.5,
      properties: new Map([["url", "https://api.example"]]),
      variables: new Map(),
    },
    new Message("body", [["name", "value"]]),
    new Map([["property", 1]]),
  );
}

/** The text of an object that has none of its own: its number is another one each time. */
const IDENTITY = /^java[\w.]*\.[A-Z]\w*@[0-9a-f]+$/;

/** A value as a Groovy literal, as far as there is one. */
function written(value: Value): string {
  if (typeof value === "string" && IDENTITY.test(value)) return value.replace(/@.*/, "@…");
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (typeof value === "bigint") return `${value}L`;
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : `${value}d`;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `[${[...value].map((byte) => (byte << 24) >> 24).join(", ")}] as byte[]`;
  if (value instanceof Set) return `[${[...value].map(written).join(", ")}] as Set`;
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...value].map(
      ([key, item]) => `${typeof key === "string" && /^\w+$/.test(key) ? key : `(${written(key)})`}: ${written(item)}`,
    );
    return entries.length === 0 ? "[:]" : `[${entries.join(", ")}]`;
  }
  if (value instanceof Typed) return `${value.text}${TAGS[value.type] ?? ""}`;
  return String(value);
}

const TAGS: { readonly [type: string]: string } = { Double: "d", Float: "f", BigInteger: "G" };

function shortened(text: string): string {
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN - 1)}…`;
}
