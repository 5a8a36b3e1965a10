import { paint } from "./style.ts";

/** An error as the API answers it (RFC 9457) and as a MortiseError carries it. */
export interface Problem {
  readonly code: string;
  readonly message?: string | undefined;
  readonly detail?: unknown;
  readonly help?: string | undefined;
  readonly pointer?: string | undefined;
  readonly nodeId?: string | undefined;
  readonly position?: { readonly line: number; readonly column: number } | undefined;
  readonly source?: string | undefined;
  readonly expected?: string | undefined;
  readonly found?: string | undefined;
  readonly severity?: string | undefined;
  readonly environment?: string | undefined;
  readonly errors?: readonly Problem[] | undefined;
}

/** One mistake or error for people: where, what, the line with a caret, what to do. */
export function printProblem(problem: Problem, file?: string): string {
  const colour = problem.severity === "warning" ? "yellow" : "red";
  const where = [
    file,
    problem.nodeId && `node ${problem.nodeId}`,
    problem.pointer,
    problem.environment && `in ${problem.environment}`,
  ]
    .filter(Boolean)
    .join(", ");
  const lines = [
    `${paint(colour, problem.severity ?? "error")} ${paint("bold", problem.code)}${where ? ` ${paint("dim", where)}` : ""}`,
    `  ${messageOf(problem)}`,
  ];
  if (problem.position && problem.source !== undefined) {
    const line = problem.source.split("\n")[problem.position.line - 1] ?? "";
    // A long line is shown from where the caret is near.
    const from = Math.max(0, problem.position.column - 60);
    lines.push(
      `    ${line.slice(from, from + 100)}`,
      `    ${" ".repeat(Math.max(0, problem.position.column - 1 - from))}${paint(colour, "^")}`,
    );
  }
  if (problem.help) lines.push(`  ${paint("dim", problem.help)}`);
  return lines.join("\n");
}

/** An error with all the mistakes it holds. */
export function printError(problem: Problem): string {
  const parts = problem.errors?.length ? problem.errors : [problem];
  return parts.map((part) => printProblem(part)).join("\n");
}

function messageOf(problem: Problem): string {
  return problem.message ?? (typeof problem.detail === "string" ? problem.detail : problem.code);
}
