import { existsSync } from "node:fs";
import type { TestReport } from "@mortise/server";
import type { Command } from "commander";
import { EXIT, usage } from "../failure.ts";
import { print } from "../output/print.ts";
import { printSteps } from "../output/steps.ts";
import { paint } from "../output/style.ts";
import { findFiles, readText } from "./files.ts";
import { componentsOption, localCommand } from "./options.ts";

interface TestOptions {
  readonly components?: string[];
  readonly trace?: boolean;
  readonly json?: boolean;
}

/** test: runs the tests that stand beside flows. */
export function testCommand(): Command {
  return localCommand("test", "Runs the tests that stand beside flows: x.test.json beside x.flow.json.")
    .argument("[paths...]", "test files, flows or folders", [])
    .option("--trace", "show the steps of cases that fail")
    .addOption(componentsOption())
    .action(async (paths: string[], options: TestOptions) => {
      const { openWorkbench } = await import("@mortise/server");
      const bench = await openWorkbench({ components: options.components });
      try {
        const reports: (TestReport & { readonly file: string })[] = [];
        // A flow stands for the test beside it.
        const tests = paths.map((path) => path.replace(/\.flow\.json$/, ".test.json"));
        for (const file of findFiles(tests, ".test.json")) {
          const flowFile = file.replace(/\.test\.json$/, ".flow.json");
          if (!existsSync(flowFile)) throw usage(`${file} has no flow beside it: expected ${flowFile}.`);
          reports.push({ file, ...(await bench.test(readText(flowFile), flowFile, readText(file))) });
        }
        const cases = reports.flatMap((report) => report.cases);
        const failed = cases.filter(({ passed }) => !passed).length;
        print(options, reports, () =>
          [
            ...reports.flatMap((report) => [
              paint("bold", report.file),
              ...report.cases.flatMap((each) => [
                `  ${each.passed ? paint("green", "✓") : paint("red", "✗")} ${each.name}`,
                ...each.mismatches.map(
                  ({ what, expected, found }) =>
                    `      ${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`,
                ),
                ...(options.trace && !each.passed ? [printSteps(each.steps)] : []),
              ]),
            ]),
            `${cases.length - failed} passed, ${failed} failed`,
          ].join("\n"),
        );
        if (failed > 0) process.exitCode = EXIT.failed;
      } finally {
        await bench.close();
      }
    });
}
