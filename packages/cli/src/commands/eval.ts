import type { EvaluateRequest } from "@mortise/server";
import type { Command } from "commander";
import { EXIT, usage } from "../failure.ts";
import { printEvaluation, printFailure } from "../output/evaluation.ts";
import { print } from "../output/print.ts";
import { readText } from "./files.ts";
import { localCommand } from "./options.ts";

type Properties = NonNullable<EvaluateRequest["properties"]>;

interface EvalOptions {
  readonly language: string;
  readonly predicate?: boolean;
  readonly script?: boolean;
  readonly message?: string;
  readonly header?: Record<string, string>;
  readonly properties?: string;
  readonly typed?: boolean;
  readonly now?: string;
  readonly timeZone: string;
  readonly json?: boolean;
}

/** eval: one expression or script against one message. */
export function evalCommand(): Command {
  return localCommand("eval", "Evaluates an expression, or a script, against a message.")
    .argument("<source>", "the expression; @file reads it from a file, and makes Groovy and JavaScript a script")
    .option("--language <name>", "simple, constant, jsonpath, xpath, jexl, groovy or javascript", "simple")
    .option("--predicate", "as a condition: true or false")
    .option("--script", "as a script: it may change the message")
    .option("--message <json>", 'the message, {"headers": {}, "body": null}; @file reads it from a file')
    .option("--properties <json>", 'exchange properties, {"name": 1}; @file reads them from a file')
    .option("--typed", 'values with their types: {"t": "BigDecimal", "v": "3.33"}')
    .option("--now <instant>", "what it calls now")
    .option("--time-zone <name>", "the zone of its dates", "Europe/Amsterdam")
    .action(async (source: string, options: EvalOptions) => {
      const fromFile = source.startsWith("@") && source.length > 1;
      const text = fromFile ? readText(source.slice(1)) : source;
      const scripting = options.script ?? (fromFile && ["groovy", "javascript"].includes(options.language));
      const { openWorkbench, readInstant } = await import("@mortise/server");
      const now = options.now === undefined ? Date.now() : readInstant(options.now);
      if (now === undefined)
        throw usage(`--now: expected an instant with its offset such as 2026-11-30T00:00+01:00, found ${options.now}.`);
      const bench = await openWorkbench();
      const result = await bench
        .evaluate({
          language: options.language,
          source: text,
          mode: options.predicate ? "predicate" : scripting ? "script" : "expression",
          message: options.message === undefined ? {} : parseMessage(options.message),
          ...(options.properties === undefined ? {} : { properties: parseProperties(options.properties) }),
          typed: options.typed ?? false,
          now,
          timeZone: options.timeZone,
        })
        .finally(() => bench.close());
      if (!result.ok) {
        process.exitCode = EXIT.failed;
        if (options.json) print(options, result, () => "");
        else printFailure(result, text);
      } else print(options, result, () => printEvaluation(result, scripting));
    });
}

function parseMessage(text: string): Record<string, unknown> {
  const expected = '--message: expected JSON such as {"headers": {"a": "1"}, "body": null}';
  const message = parseObject(text, expected);
  if (message.headers !== undefined && !isObject(message.headers)) throw usage(`${expected}: headers is no object.`);
  return message;
}

function parseProperties(text: string): Properties {
  return parseObject(text, '--properties: expected JSON such as {"name": 1}') as Properties;
}

function parseObject(text: string, expected: string): Record<string, unknown> {
  const json = text.startsWith("@") ? readText(text.slice(1)) : text;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw usage(`${expected}: ${(error as Error).message}.`);
  }
  if (!isObject(value)) throw usage(`${expected}, found ${json.slice(0, 40)}.`);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
