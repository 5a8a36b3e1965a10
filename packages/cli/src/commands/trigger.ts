import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { EXIT } from "../failure.ts";
import { print } from "../output/print.ts";
import { printSteps, type ShownStep } from "../output/steps.ts";
import { flowPath } from "./lifecycle.ts";
import { environmentOption, pairs, type ServerOptions, serverCommand } from "./options.ts";
import { describeRun, type ShownRun } from "./runs.ts";

interface TriggerOptions extends ServerOptions {
  readonly env: string;
  readonly header?: Record<string, string>;
  readonly body?: string;
  readonly from?: string;
  readonly at?: string;
  readonly live?: boolean;
}

/** trigger: an installed flow, now. */
export function triggerCommand(): Command {
  return serverCommand("trigger", "Runs an installed flow now, waits for its end and shows the steps.")
    .argument("<flow>", "name of the flow")
    .addOption(environmentOption())
    .option("--header <name=value>", "header of the first message; may be given more than once", pairs)
    .option("--body <text>", "body of the first message")
    .option("--from <node>", "begin at this node")
    .option(
      "--at <instant>",
      "take this instant for now, such as 2026-11-30T00:00+01:00; nothing outside is touched then, unless --live",
    )
    .option("--live", "with --at: call the outside, and write tenant variables, for real")
    .action(async (flow: string, options: TriggerOptions) => {
      const client = Client.of(options);
      const { id } = await client.post<{ id: string }>(`${flowPath(options, flow)}/runs`, {
        environment: options.env,
        message: { headers: options.header ?? {}, body: options.body ?? null },
        ...(options.from === undefined ? {} : { from: options.from }),
        ...(options.at === undefined ? {} : { at: options.at }),
        ...(options.live ? { live: true } : {}),
        wait: true,
      });
      const path = `/tenants/${tenantOf(options)}/runs/${id}`;
      const run = await written(client, path);
      const { steps } = await client.get<{ steps: ShownStep[] }>(`${path}/trace`);
      print(options, { run, steps }, () => `${describeRun(run)}${steps.length > 0 ? `\n\n${printSteps(steps)}` : ""}`);
      if (run.status === "failed" || run.status === "parked") process.exitCode = EXIT.failed;
    });
}

/** How often, and with which pause, a run is looked for. */
const ATTEMPTS = 30;
const PAUSE = 100;

/** The run, once it is written down: that of a run which was not queued comes a moment after its answer. */
async function written(client: Client, path: string): Promise<ShownRun> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt++) {
    const found = await client.find<ShownRun>(path);
    if (found) return found.data;
    await sleep(PAUSE);
  }
  return client.get<ShownRun>(path);
}
