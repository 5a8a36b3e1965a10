import { type Command, Option } from "commander";
import { EXIT } from "../failure.ts";
import { print } from "../output/print.ts";
import { printProblem } from "../output/problem.ts";
import { paint } from "../output/style.ts";
import { findFiles, readText } from "./files.ts";
import { componentsOption, localCommand } from "./options.ts";

interface CheckOptions {
  readonly components?: string[];
  readonly env?: "test" | "production";
  readonly json?: boolean;
}

/** check: all mistakes and warnings of flows. */
export function checkCommand(): Command {
  return localCommand("check", "Shows all mistakes and warnings of flows, with the place of each.")
    .argument("[paths...]", "flow files or folders", [])
    .addOption(new Option("--env <environment>", "only what concerns this environment").choices(["test", "production"]))
    .addOption(componentsOption())
    .action(async (paths: string[], options: CheckOptions) => {
      const { openWorkbench } = await import("@mortise/server");
      const bench = await openWorkbench({ components: options.components });
      try {
        const checked = findFiles(paths, ".flow.json").map((file) => ({
          file,
          mistakes: bench.check(readText(file), file, options.env).mistakes,
        }));
        const errors = checked.flatMap(({ mistakes }) =>
          mistakes.filter(({ severity }) => severity === "error"),
        ).length;
        const warnings = checked.flatMap(({ mistakes }) => mistakes).length - errors;
        print(options, { ok: errors === 0, files: checked }, () =>
          [
            ...checked.flatMap(({ file, mistakes }) => mistakes.map((mistake) => printProblem(mistake, file))),
            `${checked.length} ${checked.length === 1 ? "flow" : "flows"}: ${errors === 0 ? paint("green", "no mistakes") : paint("red", count(errors, "mistake"))}, ${count(warnings, "warning")}`,
          ].join("\n"),
        );
        if (errors > 0) process.exitCode = EXIT.failed;
      } finally {
        await bench.close();
      }
    });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
