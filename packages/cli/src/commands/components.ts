import type { Command } from "commander";
import { print } from "../output/print.ts";
import { paint } from "../output/style.ts";
import { table } from "../output/table.ts";
import { componentsOption, localCommand } from "./options.ts";

/** components: what nodes can be. */
export function componentsCommand(): Command {
  return localCommand("components", "Lists the components that nodes can be, your own among them.")
    .addOption(componentsOption())
    .action(async (options: { components?: string[]; json?: boolean }) => {
      const { openWorkbench } = await import("@mortise/server");
      const bench = await openWorkbench({ components: options.components });
      try {
        const specs = [...bench.components.values()].map(({ spec }) => spec);
        print(options, specs, () =>
          table(
            ["component", "group", "what it does"],
            specs.map((spec) => [paint("bold", spec.type), spec.group, spec.summary]),
          ),
        );
      } finally {
        await bench.close();
      }
    });
}
