import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { print } from "../output/print.ts";
import { second, table } from "../output/table.ts";
import { type ServerOptions, serverCommand, wholeNumber } from "./options.ts";

interface Event {
  readonly at: string;
  readonly kind: string;
  readonly flow?: string;
  readonly environment?: string;
  readonly nodeId?: string;
  readonly count?: number;
  readonly message: string;
}

/** events: what people should know of. */
export function eventsCommand(): Command {
  return serverCommand(
    "events",
    "What people should know of: failed runs, dropped fires, calls in doubt; newest first.",
  )
    .option("--limit <number>", "how many", wholeNumber)
    .action(async (options: ServerOptions & { readonly limit?: number }) => {
      const query = options.limit === undefined ? "" : `?limit=${options.limit}`;
      const { items } = await Client.of(options).get<{ items: Event[] }>(
        `/tenants/${tenantOf(options)}/events${query}`,
      );
      print(options, items, () =>
        table(
          ["at", "event", "flow", "env", "node", "what"],
          items.map((event) => [
            second(event.at),
            event.kind,
            event.flow ?? "",
            event.environment ?? "",
            event.nodeId ?? "",
            event.message,
          ]),
        ),
      );
    });
}
