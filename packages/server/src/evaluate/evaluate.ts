import {
  asMortiseError,
  caret,
  type Exchange,
  type Json,
  type Language,
  type Languages,
  type MortiseError,
  mortiseError,
  type Script,
  type ScriptResult,
  type ScriptRunner,
  typeName,
  type Value,
} from "@mortise/contract";
import { convertResult } from "@mortise/languages";
import { makeExchange, propertiesOf, type WrittenExchange } from "./exchange.ts";
import { type Writer, writePlain, writeTyped } from "./written.ts";

export interface EvaluateRequest extends WrittenExchange {
  readonly language: string;
  readonly source: string;
  readonly mode: "expression" | "predicate" | "script";
  /** Camel's `${properties:key}`. */
  readonly placeholders?: { readonly [name: string]: string } | undefined;
  /** Take white space off the source first. Defaults to false. */
  readonly trim?: boolean | undefined;
  readonly trimResult?: boolean | undefined;
  /** Camel's or Java's name of the type that the result is converted to. */
  readonly resultType?: string | undefined;
  /** Values as `{ t, v }`. */
  readonly typed?: boolean | undefined;
}

export interface EvaluatePorts {
  readonly languages: Languages;
  readonly scripts: ScriptRunner;
}

/** What came of an evaluation. */
export type Evaluation = Evaluated | EvaluationFailed;

export interface Evaluated {
  readonly ok: true;
  readonly value: Json;
  /** The value under the name that the golden scripts use; with `typed`. */
  readonly result?: Json;
  readonly type: string;
  /** As it is afterwards. */
  readonly message: { readonly headers: { readonly [name: string]: Json }; readonly body: Json };
  readonly properties: { readonly [name: string]: Json };
  readonly variables: { readonly [name: string]: Json };
  /** What a script printed. */
  readonly stdout?: string;
}

export interface EvaluationFailed {
  readonly ok: false;
  readonly phase: "compile" | "run";
  readonly error: {
    readonly code: string;
    readonly message: string;
    /** Groovy's or Java's class of what was thrown. */
    readonly class?: string;
    readonly help?: string;
    readonly position?: number;
    readonly line?: number;
    readonly column?: number;
    /** The line with a caret below it. */
    readonly excerpt?: string;
    /** The calls of the script that led there, innermost first. */
    readonly frames?: readonly ScriptFrame[];
  };
  /** What a script had printed by then. */
  readonly stdout?: string;
}

/** One call of a script: of a method or closure, or the script itself. */
export interface ScriptFrame {
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** Codes of mistakes that a script's source has, wherever they come to light. */
const IN_SOURCE = new Set(["SCRIPT_SYNTAX", "SCRIPT_FORBIDDEN"]);

const SCRIPT_LANGUAGES = ["groovy", "javascript"] as const;

/** Evaluates an expression, predicate or script on a message. Never touches stored data. A failure is an answer; throws only for a request that is wrong itself. */
export function evaluate(request: EvaluateRequest, ports: EvaluatePorts): Promise<Evaluation> {
  const { language, mode } = request;
  const known: readonly string[] = mode === "script" ? SCRIPT_LANGUAGES : [...ports.languages.keys()];
  if (!known.includes(language)) {
    const what = `there is no language "${language}" for mode ${mode}; there are ${known.join(", ")}`;
    throw mortiseError("API_INVALID", { what }, { pointer: "/language" });
  }
  const source = request.trim ? request.source.trim() : request.source;
  const exchange = makeExchange(request, language === "groovy");
  const evaluation = { ...request, source, exchange, write: request.typed ? writeTyped : writePlain };
  return mode === "script" ? runScript(evaluation, ports) : runExpression(evaluation, ports);
}

interface Prepared extends EvaluateRequest {
  readonly exchange: Exchange;
  readonly write: Writer;
}

async function runExpression(request: Prepared, { languages }: EvaluatePorts): Promise<Evaluation> {
  const { mode, placeholders = {}, resultType, trimResult, exchange } = request;
  let phase: EvaluationFailed["phase"] = "compile";
  try {
    const expression = (languages.get(request.language) as Language).compile(request.source, {
      mode: mode === "predicate" ? "predicate" : "expression",
      placeholder: (name) => (Object.hasOwn(placeholders, name) ? placeholders[name] : undefined),
    });
    phase = "run";
    await expression.prepare?.(exchange);
    const value = mode === "predicate" ? expression.test(exchange) : expression.evaluate(exchange);
    const trimmed = trimResult && typeof value === "string" ? value.trim() : value;
    return answer(
      resultType === undefined ? trimmed : convertResult(trimmed, resultType, exchange.scope.timeZone),
      request,
    );
  } catch (error) {
    return failed(asMortiseError(error), phase, request.source);
  }
}

async function runScript(request: Prepared, { scripts }: EvaluatePorts): Promise<Evaluation> {
  const { exchange } = request;
  const script: Script = { language: request.language as Script["language"], source: request.source };
  try {
    scripts.check(script);
    const done = await scripts.run(script, exchange);
    applyResult(exchange, done);
    return { ...answer(done.result, request), stdout: done.stdout };
  } catch (error) {
    const known = asMortiseError(error);
    return failed(known, IN_SOURCE.has(known.code) ? "compile" : "run", request.source);
  }
}

/** What a script did to its message. Its result stays apart: it is the Script component that makes it the body. */
function applyResult(exchange: Exchange, { headers, properties, body }: ScriptResult): void {
  for (const name of headers.removed) exchange.message.removeHeader(name);
  for (const [name, value] of headers.set) exchange.message.setHeader(name, value);
  for (const name of properties.removed) exchange.removeProperty(name);
  for (const [name, value] of properties.set) exchange.setProperty(name, value);
  if (body) exchange.message.body = body.value;
}

function answer(value: Value, { exchange, write, typed }: Prepared): Evaluated {
  const { properties, variables } = propertiesOf(exchange);
  const { message } = exchange;
  return {
    ok: true,
    value: write(value),
    ...(typed ? { result: write(value) } : {}),
    type: typeName(value),
    message: { headers: writeEntries(message.headers, write), body: write(message.body) },
    properties: writeEntries(properties, write),
    variables: writeEntries(variables, write),
  };
}

function writeEntries(entries: Iterable<readonly [string, Value]>, write: Writer): { [name: string]: Json } {
  const json: { [name: string]: Json } = Object.create(null);
  for (const [name, value] of entries) json[name] = write(value);
  return json;
}

function failed(error: MortiseError, phase: EvaluationFailed["phase"], source: string): EvaluationFailed {
  const { code, detail, help, position } = error;
  // What a script threw is known by its class, so its own words stand alone.
  const thrown = typeof detail.class === "string" ? detail.class : undefined;
  const message = thrown !== undefined && typeof detail.what === "string" ? detail.what : error.message;
  return {
    ok: false,
    phase,
    error: {
      code,
      message,
      ...(thrown === undefined ? {} : { class: thrown }),
      help,
      ...position,
      ...(position ? { excerpt: caret(source, position) } : {}),
      ...(Array.isArray(detail.frames) && detail.frames.length > 0 ? { frames: detail.frames as ScriptFrame[] } : {}),
    },
    ...(typeof detail.stdout === "string" ? { stdout: detail.stdout } : {}),
  };
}
