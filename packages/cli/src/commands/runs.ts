import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { print } from "../output/print.ts";
import { printSteps, type ShownStep } from "../output/steps.ts";
import { paint } from "../output/style.ts";
import { second, shorten, table } from "../output/table.ts";
import { commandGroup, type ServerOptions, serverCommand, wholeNumber } from "./options.ts";

interface ListOptions extends ServerOptions {
  readonly flow?: string;
  readonly status?: string;
  readonly search?: string;
  readonly limit?: number;
}

/** A run as the API shows it. */
export interface ShownRun {
  readonly id: string;
  readonly flow: string;
  readonly environment: string;
  readonly version: number;
  readonly trigger: string;
  readonly status: string;
  readonly handled?: boolean;
  readonly nominal?: string | null;
  readonly createdAt: string;
  readonly error?: { readonly code: string; readonly message: string; readonly nodeId?: string } | null;
}

/** runs list|show|replay|cancel. */
export function runsCommand(): Command {
  const runs = commandGroup("runs", "What the flows did.");
  runs.addCommand(
    serverCommand("list", "Runs, newest first.")
      .option("--flow <name>", "of one flow")
      .option("--status <status>", "queued, running, completed, failed, cancelled or parked")
      .option("--search <text>", "run id, breadcrumbId, or a value of the flow's searchKeys")
      .option("--limit <number>", "how many", wholeNumber)
      .action(async (options: ListOptions) => {
        const query = new URLSearchParams();
        for (const name of ["flow", "status", "search", "limit"] as const)
          if (options[name] !== undefined) query.set(name, String(options[name]));
        const { items } = await Client.of(options).get<{ items: ShownRun[] }>(`${base(options)}?${query}`);
        print(options, items, () =>
          table(
            ["run", "flow", "env", "trigger", "status", "at", "error"],
            items.map((run) => [
              run.id,
              run.flow,
              run.environment,
              run.trigger,
              statusText(run),
              second(run.nominal ?? run.createdAt),
              shorten(run.error?.message ?? "", 60),
            ]),
          ),
        );
      }),
  );
  runs.addCommand(
    serverCommand("show", "One run with its steps.")
      .argument("<id>")
      .action(async (id: string, options: ServerOptions) => {
        const client = Client.of(options);
        const run = await client.get<ShownRun>(`${base(options)}/${encodeURIComponent(id)}`);
        const trace = await client.get<{ steps: ShownStep[] }>(`${base(options)}/${encodeURIComponent(id)}/trace`);
        print(
          options,
          { run, steps: trace.steps },
          () =>
            `${describeRun(run)}\n${trace.steps.length > 0 ? printSteps(trace.steps) : "No steps were kept: the flow's option `trace` decides."}`,
        );
      }),
  );
  for (const [name, description] of [
    ["replay", "Runs it again with the message it began with."],
    ["cancel", "Stops a run that waits or works."],
  ] as const) {
    runs.addCommand(
      serverCommand(name, description)
        .argument("<id>")
        .action(async (id: string, options: ServerOptions) => {
          const done = await Client.of(options).post<{ id?: string; status?: string }>(
            `${base(options)}/${encodeURIComponent(id)}/${name}`,
          );
          print(options, done, () =>
            name === "replay"
              ? `Run ${done.id} replays ${id}: ${done.status}.`
              : `Run ${id} is ${done.status ?? "cancelled"}.`,
          );
        }),
    );
  }
  return runs;
}

const base = (options: ServerOptions) => `/tenants/${tenantOf(options)}/runs`;

/** A run in a line or two. */
export function describeRun(run: ShownRun): string {
  const line = `${paint("bold", run.flow)} version ${run.version} in ${run.environment}: ${statusText(run)} ${paint("dim", run.id)}`;
  return run.error
    ? `${line}\n${paint("red", run.error.code)} ${run.error.nodeId ? `node ${run.error.nodeId}: ` : ""}${run.error.message}`
    : line;
}

function statusText(run: ShownRun): string {
  const colour = run.status === "completed" ? "green" : run.status === "failed" ? "red" : "yellow";
  return paint(colour, run.handled ? `${run.status} (handled)` : run.status);
}
