import type { Evaluated, EvaluationFailed } from "@mortise/server";
import { printProblem } from "./problem.ts";
import { paint } from "./style.ts";

/** What came of an expression: its value alone, so that it can be piped. Of a script: what it printed, its result and the message as it left it. */
export function printEvaluation(result: Evaluated, script: boolean): string {
  if (!script) return typeof result.value === "string" ? result.value : JSON.stringify(result.value, null, 2);
  const { stdout = "", message, properties } = result;
  return [
    ...(stdout === "" ? [] : [stdout.replace(/\n$/, "")]),
    `${paint("bold", "result")} ${written(result.value)} ${paint("dim", `(${result.type})`)}`,
    ...entries("headers", message.headers),
    `${paint("bold", "body")} ${written(message.body)}`,
    ...entries("properties", properties),
  ].join("\n");
}

/** What a script printed before it failed on standard output, and its error with a caret and the calls that led there. */
export function printFailure({ error, stdout }: EvaluationFailed, source: string): void {
  if (stdout !== undefined) console.log(stdout.replace(/\n$/, ""));
  const { code, message, help, line, column, frames = [] } = error;
  const place = line === undefined || column === undefined ? {} : { position: { line, column }, source };
  const what = error.class === undefined ? message : `${error.class}: ${message}`;
  console.error(printProblem({ code, message: what, help, ...place }));
  if (frames.length > 1)
    console.error(`  ${frames.map((frame) => `at ${frame.name} (line ${frame.line})`).join(", ")}`);
}

function entries(title: string, values: { readonly [name: string]: unknown }): string[] {
  const names = Object.keys(values);
  return names.length === 0
    ? []
    : [paint("bold", title), ...names.map((name) => `  ${name}: ${written(values[name])}`)];
}

const written = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
