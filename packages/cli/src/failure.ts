import { type Problem, printError } from "./output/problem.ts";

/** Exit codes of every command. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

/** An error that says which exit code it ends with; the API's problems and bad usage come as one. */
export class CommandError extends Error {
  readonly problem: Problem;
  readonly exit: number;

  constructor(problem: Problem, exit: number = EXIT.failed) {
    super(problem.message ?? problem.code);
    this.problem = problem;
    this.exit = exit;
  }
}

/** Wrong words on the command line. */
export function usage(message: string): CommandError {
  return new CommandError({ code: "CLI_USAGE", message, help: "`mortise --help` shows how." }, EXIT.usage);
}

/** Shows an error and gives back the exit code. A stack is for us: it is shown only with MORTISE_LOG_LEVEL=debug. */
export function report(error: unknown, json: boolean): number {
  const problem = toProblem(error);
  if (json) console.log(JSON.stringify({ ok: false, error: problem }, null, 2));
  else console.error(printError(problem));
  if (process.env.MORTISE_LOG_LEVEL === "debug" && error instanceof Error) console.error(error.stack);
  return error instanceof CommandError ? error.exit : EXIT.failed;
}

function toProblem(error: unknown): Problem {
  if (error instanceof CommandError) return error.problem;
  if (error instanceof Error && "code" in error && "help" in error) {
    const { code, help, pointer, nodeId, position, source, errors } = error as Error & Problem;
    return { code, message: error.message, help, pointer, nodeId, position, source, errors };
  }
  return {
    code: "ENGINE_BUG",
    message: error instanceof Error ? error.message : String(error),
    help: "Report it with the command you gave.",
  };
}
