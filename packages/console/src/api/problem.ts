import type { Problem } from "./schema.generated.ts";

/** What the server refused, or that it could not be reached. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** The problem of anything that was thrown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    type: "about:blank",
    title: "Error",
    status: 0,
    code: "CONSOLE",
    detail: error instanceof Error ? error.message : String(error),
    help: "",
  };
}

/** The problem of an answer that is none of ours, such as a proxy's page. */
export function foreignProblem(status: number, detail: string): Problem {
  return { type: "about:blank", title: "Error", status, code: status === 0 ? "OFFLINE" : "HTTP", detail, help: "" };
}

/** Whether an error says that the session is over, or never began. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ProblemError && error.problem.status === 401;
}

/** Whether another changed the thing meanwhile. */
export function isConflict(error: unknown): boolean {
  return error instanceof ProblemError && (error.problem.status === 409 || error.problem.status === 412);
}
