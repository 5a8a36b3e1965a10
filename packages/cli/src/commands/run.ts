import { existsSync } from "node:fs";
import type { Command } from "commander";
import { EXIT, usage } from "../failure.ts";
import { print, remark } from "../output/print.ts";
import { printProblem } from "../output/problem.ts";
import { printSteps } from "../output/steps.ts";
import { paint } from "../output/style.ts";
import { shorten } from "../output/table.ts";
import { readText } from "./files.ts";
import { collect, componentsOption, environmentOption, localCommand, pairs } from "./options.ts";

interface RunOptions {
  readonly env: "test" | "production";
  readonly header?: Record<string, string>;
  readonly body?: string;
  readonly at?: string;
  readonly from?: string;
  readonly trace?: boolean;
  readonly var?: Record<string, string>;
  readonly set?: Record<string, string>;
  readonly allowPrivate?: string[];
  readonly live?: boolean;
  readonly components?: string[];
  readonly json?: boolean;
}

/** run: a flow once, without a server. */
export function runCommand(): Command {
  return localCommand(
    "run",
    "Runs a flow once, without a server. Tenant variables come from --var or from the flow's test file; nothing is kept.",
  )
    .argument("<file>", "x.flow.json")
    .addOption(environmentOption())
    .option("--header <name=value>", "header of the first message; may be given more than once", pairs)
    .option("--body <text>", "body of the first message; @file reads it from a file, @- from standard input")
    .option(
      "--at <instant>",
      "run as of this instant, such as 2026-11-30T00:00+01:00; everything outside is then a stub of x.test.json",
    )
    .option("--from <node>", "begin at this node")
    .option("--trace", "show every step")
    .option("--var <name=value>", "a tenant variable", pairs)
    .option("--set <name=value>", "value of a secret property", pairs)
    .option("--live", "with --at: call the outside for real")
    .option("--allow-private <host>", "a host inside private ranges that it may call", collect)
    .addOption(componentsOption())
    .action(async (file: string, options: RunOptions) => {
      const { openWorkbench, readInstant } = await import("@mortise/server");
      const at = options.at === undefined ? undefined : readInstant(options.at);
      if (options.at !== undefined && at === undefined)
        throw usage(`--at: expected an instant with its offset such as 2026-11-30T00:00+01:00, found ${options.at}.`);
      const bench = await openWorkbench({ components: options.components, allowPrivate: options.allowPrivate });
      try {
        const testFile = file.replace(/\.flow\.json$/, ".test.json");
        const test =
          testFile !== file && existsSync(testFile) ? bench.readTest(readText(testFile), testFile) : undefined;
        const given = {
          ...test?.given,
          variables: { ...test?.given?.variables, ...options.var },
          secrets: { ...test?.given?.secrets, ...options.set },
        };
        const outcome = await bench.run(readText(file), file, {
          environment: options.env,
          message: { headers: options.header ?? {}, body: options.body === undefined ? null : bodyText(options.body) },
          from: options.from,
          at,
          given,
          stubbed: at !== undefined && !options.live,
          log: (level, line) => remark(paint("dim", `${level}: ${line}`)),
        });
        const { status, handled, error, path, steps } = outcome;
        const message = steps.at(-1)?.after?.message ?? outcome.message.encode();
        print(
          options,
          {
            status,
            handled,
            error,
            path,
            message,
            steps: options.trace ? steps : undefined,
          },
          () =>
            [
              ...(options.trace ? [printSteps(steps)] : []),
              `${paint(status === "completed" ? "green" : "red", status)} after ${path.length} ${path.length === 1 ? "step" : "steps"}, the last at ${path.at(-1)}`,
              ...(message.body === null ? [] : [shorten(bodyOf(message.body), 2_000)]),
              ...(error ? [printProblem(error)] : []),
            ].join("\n"),
        );
        if (status !== "completed") process.exitCode = EXIT.failed;
      } finally {
        await bench.close();
      }
    });
}

function bodyOf(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function bodyText(text: string): string {
  return text.startsWith("@") ? readText(text.slice(1)) : text;
}
