import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { print } from "../output/print.ts";
import { second, table } from "../output/table.ts";
import { commandGroup, type ServerOptions, serverCommand, wholeNumber } from "./options.ts";

interface Alarm {
  readonly id: string;
  readonly tenant: string | null;
  readonly kind: string;
  readonly flow?: string;
  readonly environment?: string;
  readonly message: string;
  readonly count: number;
  readonly lastAt: string;
  readonly overAt: string | null;
  readonly acknowledgedBy: string | null;
}

interface ListOptions extends ServerOptions {
  readonly limit?: number;
  readonly all?: boolean;
  readonly everywhere?: boolean;
}

/** alarms list|acknowledge: what people have to hear of, once per cause. */
export function alarmsCommand(): Command {
  const alarms = commandGroup(
    "alarms",
    "What people have to hear of: one alarm per cause, with how often it happened.",
  );
  alarms.addCommand(
    serverCommand("list", "The alarms that go on, newest first.")
      .option("--limit <number>", "how many", wholeNumber)
      .option("--all", "also those that are over")
      .option("--everywhere", "of all tenants and of the server itself; needs a key of all tenants")
      .action(async (options: ListOptions) => {
        const query = new URLSearchParams();
        if (options.limit !== undefined) query.set("limit", String(options.limit));
        if (!options.all) query.set("state", "open");
        const { items } = await Client.of(options).get<{ items: Alarm[] }>(`${base(options)}?${query}`);
        print(options, items, () =>
          table(
            ["last", "times", "alarm", "tenant", "flow", "env", "who knows", "id", "what"],
            items.map((alarm) => [
              second(alarm.lastAt),
              String(alarm.count),
              alarm.overAt === null ? alarm.kind : `${alarm.kind} (over)`,
              alarm.tenant ?? "–",
              alarm.flow ?? "",
              alarm.environment ?? "",
              alarm.acknowledgedBy ?? "",
              alarm.id,
              alarm.message,
            ]),
          ),
        );
      }),
  );
  alarms.addCommand(
    serverCommand("acknowledge", "Says that you know: nothing more is sent of it until it is over and happens again.")
      .argument("<id>")
      .option("--everywhere", "it is an alarm of the server itself")
      .action(async (id: string, options: ListOptions) => {
        const path = `${base(options)}/${encodeURIComponent(id)}/acknowledge`;
        const alarm = await Client.of(options).post<Alarm>(path);
        print(options, alarm, () => `${alarm.acknowledgedBy} knows of ${alarm.kind}.`);
      }),
  );
  return alarms;
}

const base = (options: ListOptions) => (options.everywhere ? "/alarms" : `/tenants/${tenantOf(options)}/alarms`);
