import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { EXIT } from "../failure.ts";
import { print } from "../output/print.ts";
import { printProblem } from "../output/problem.ts";
import { findFiles, readText } from "./files.ts";
import { componentsOption, localCommand } from "./options.ts";

interface FormatOptions {
  readonly check?: boolean;
  readonly components?: string[];
  readonly json?: boolean;
}

/** fmt: the canonical form of flows. */
export function fmtCommand(): Command {
  return localCommand(
    "fmt",
    "Writes flows in their canonical form, so that two people's files differ only where the meaning does.",
  )
    .argument("[paths...]", "flow files or folders; - reads one from standard input and prints it", [])
    .option("--check", "write nothing; fail when a file is not in that form")
    .addOption(componentsOption())
    .action(async (paths: string[], options: FormatOptions) => {
      const { openWorkbench } = await import("@mortise/server");
      const bench = await openWorkbench({ components: options.components });
      try {
        const files = paths.length === 1 && paths[0] === "-" ? ["-"] : findFiles(paths, ".flow.json");
        const results = files.map((file) => {
          const before = readText(file);
          const { text, mistakes } = bench.format(before);
          if (text === undefined) return { file, state: "unreadable" as const, mistakes };
          if (file === "-") console.log(text.trimEnd());
          else if (text !== before && !options.check) writeFileSync(file, text);
          return { file, state: text === before ? ("same" as const) : ("changed" as const), mistakes: [] };
        });
        if (files[0] !== "-") {
          print(
            options,
            results,
            () =>
              results
                .flatMap(({ file, state, mistakes }) =>
                  state === "same"
                    ? []
                    : [
                        state === "changed" ? `${options.check ? "would change" : "changed"} ${file}` : "",
                        ...mistakes.map((mistake) => printProblem(mistake, file)),
                      ],
                )
                .join("\n") || "All flows are in canonical form.",
          );
        }
        if (results.some(({ state }) => state === "unreadable" || (options.check && state === "changed")))
          process.exitCode = EXIT.failed;
      } finally {
        await bench.close();
      }
    });
}
