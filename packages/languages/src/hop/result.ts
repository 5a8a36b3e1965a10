import { decode, encode, type Json, mortiseError, type ScriptResult, type Value } from "@mortise/contract";

type Changes = ScriptResult["headers"];

/** Only what there is, under short names: most scripts set a header or two. QuickJS' prelude writes the same form. */
interface EncodedResult {
  /** Headers set and removed. */
  readonly h?: readonly (readonly [string, Json])[];
  readonly hr?: readonly string[];
  /** Exchange properties set and removed. */
  readonly p?: readonly (readonly [string, Json])[];
  readonly pr?: readonly string[];
  /** The body that was set. */
  readonly b?: readonly [Json];
  /** The result. */
  readonly r?: Json;
  /** What was printed. */
  readonly o?: string;
}

/** UTF-16 units of one result: more is no message any more. */
const MAX_RESULT = 20_000_000;

/** A script's result as JSON text. */
export function encodeResult({ headers, properties, body, result, stdout }: ScriptResult): string {
  const encoded: EncodedResult = {
    ...(headers.set.length ? { h: encodeSet(headers) } : {}),
    ...(headers.removed.length ? { hr: headers.removed } : {}),
    ...(properties.set.length ? { p: encodeSet(properties) } : {}),
    ...(properties.removed.length ? { pr: properties.removed } : {}),
    ...(body ? { b: [encode(body.value)] } : {}),
    ...(result === null ? {} : { r: encode(result) }),
    ...(stdout === "" ? {} : { o: stdout }),
  };
  return limited(JSON.stringify(encoded));
}

/** The inverse of `encodeResult`. Throws `SCRIPT_LIMIT` for one that is too large. */
export function decodeResult(text: string): ScriptResult {
  const { h, hr, p, pr, b, r, o } = parse(limited(text));
  const base = {
    headers: decodeChanges(h, hr),
    properties: decodeChanges(p, pr),
    result: r === undefined ? null : decode(r),
    stdout: o ?? "",
  };
  return b ? { ...base, body: { value: decode(b[0]) } } : base;
}

/** A script can change what its own result is written with; then it is the script's fault. */
function parse(text: string): EncodedResult {
  try {
    const result = JSON.parse(text) as EncodedResult;
    if (isChanges(result.h, result.hr) && isChanges(result.p, result.pr) && typeof (result.o ?? "") === "string")
      return result;
  } catch {
    // Said below.
  }
  throw mortiseError("SCRIPT_THREW", { class: "Error", what: "its result cannot be read" });
}

function isChanges(set: unknown = [], removed: unknown = []): boolean {
  return (
    Array.isArray(set) &&
    set.every((pair) => Array.isArray(pair) && typeof pair[0] === "string" && pair[1] !== undefined) &&
    Array.isArray(removed) &&
    removed.every((name) => typeof name === "string")
  );
}

function limited(text: string): string {
  if (text.length > MAX_RESULT) {
    throw mortiseError("SCRIPT_LIMIT", { limit: `${MAX_RESULT} characters of result`, budget: "result" });
  }
  return text;
}

function encodeSet({ set }: Changes): [string, Json][] {
  return set.map(([name, value]) => [name, encode(value)]);
}

function decodeChanges(set: EncodedResult["h"], removed: EncodedResult["hr"]): Changes {
  if (!set && !removed) return NONE;
  return { set: set?.map(([name, json]): [string, Value] => [name, decode(json)]) ?? [], removed: removed ?? [] };
}

const NONE: Changes = Object.freeze({ set: Object.freeze([]), removed: Object.freeze([]) });
