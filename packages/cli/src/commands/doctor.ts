import type { Command } from "commander";
import { EXIT } from "../failure.ts";
import { print } from "../output/print.ts";
import { paint } from "../output/style.ts";
import { table } from "../output/table.ts";
import { localCommand } from "./options.ts";

/** doctor: what is set, what works. */
export function doctorCommand(): Command {
  return localCommand(
    "doctor",
    "Shows the configuration and tries what a server needs: Node, database, keys, port, components.",
  ).action(async (options: { json?: boolean }) => {
    const { inspectSetup } = await import("@mortise/server");
    const { checks, config } = await inspectSetup(process.env);
    print(options, { ok: checks.every(({ ok }) => ok), checks, config }, () =>
      [
        table(
          ["", "check", "result"],
          checks.map(({ ok, name, result }) => [ok ? paint("green", "✓") : paint("red", "✗"), name, result]),
        ),
        "",
        table(
          ["variable", "value", "what it is"],
          config.map((entry) => [entry.name, entry.value ?? paint("dim", `(${entry.default})`), entry.description]),
        ),
      ].join("\n"),
    );
    if (checks.some(({ ok }) => !ok)) process.exitCode = EXIT.failed;
  });
}
