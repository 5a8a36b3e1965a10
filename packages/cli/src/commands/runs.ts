import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { EXIT } from "../failure.ts";
import { print } from "../output/print.ts";
import { printSteps, type ShownStep } from "../output/steps.ts";
import { paint } from "../output/style.ts";
import { second, shorten, table } from "../output/table.ts";
import { commandGroup, pairs, type ServerOptions, serverCommand, wholeNumber } from "./options.ts";

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
  readonly retryAt?: string | null;
  readonly createdAt: string;
  readonly error?: { readonly code: string; readonly message: string; readonly nodeId?: string } | null;
}

interface ReplayOptions extends ServerOptions {
  readonly from?: string;
  readonly force?: boolean;
}

interface DecideOptions extends ServerOptions {
  readonly path?: string;
  readonly force?: boolean;
}

interface SkipOptions extends ServerOptions {
  readonly path?: string;
  readonly header?: Record<string, string>;
  readonly body?: string;
}

/** runs list|show|follow|replay|cancel|resend|skip. */
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
  runs.addCommand(
    serverCommand("follow", "Waits for the end of a run, says how it comes along, and shows its steps.")
      .argument("<id>")
      .action(followRun),
  );
  runs.addCommand(
    serverCommand("replay", "Runs it again: from its start with the message it began with, or from a node.")
      .argument("<id>")
      .option("--from <node>", "begin at this node, or path, with what it began with in that run")
      .option("--force", "although that holds an older value of an encrypted variable")
      .action(async (id: string, options: ReplayOptions) => {
        const { from, force } = options;
        const started = await act(options, id, "replay", { ...(from ? { from } : {}), ...(force ? { force } : {}) });
        print(options, started, () => `Run ${started.id} replays ${id}: ${started.status}.`);
      }),
  );
  runs.addCommand(
    serverCommand("cancel", "Stops a run that waits or works.")
      .argument("<id>")
      .action(async (id: string, options: ServerOptions) => {
        const { status } = await act(options, id, "cancel", {});
        print(options, { id, status }, () => `Run ${id} is ${status ?? "cancelled"}.`);
      }),
  );
  runs.addCommand(
    serverCommand("resend", "Sends the call of a parked run once more, when it is known that the first did not arrive.")
      .argument("<id>")
      .option("--path <path>", "which call, where more than one is in doubt")
      .option("--force", "although what was sent holds an older value of an encrypted variable")
      .action(async (id: string, options: DecideOptions) => {
        const { path, force } = options;
        const run = await act(options, id, "resend", { ...(path ? { path } : {}), ...(force ? { force } : {}) });
        print(options, run, () => `Run ${id} sends its call once more: ${run.status}.`);
      }),
  );
  runs.addCommand(
    serverCommand("skip", "Goes on with a parked run as if its call had been answered.")
      .argument("<id>")
      .option("--path <path>", "which call, where more than one is in doubt")
      .option("--header <name=value>", "header of the answer; may be given more than once", pairs)
      .option("--body <text>", "body of the answer; without header and body, the message that was sent goes on")
      .action(async (id: string, options: SkipOptions) => {
        const { path, header, body } = options;
        const answer = header || body !== undefined ? { message: { headers: header ?? {}, body: body ?? null } } : {};
        const run = await act(options, id, "skip", { ...(path ? { path } : {}), ...answer });
        print(options, run, () => `Run ${id} goes on behind its call: ${run.status}.`);
      }),
  );
  return runs;
}

/** Asks something of a run. */
function act(
  options: ServerOptions,
  id: string,
  action: string,
  body: object,
): Promise<{ id: string; status: string }> {
  return Client.of(options).post(`${base(options)}/${encodeURIComponent(id)}/${action}`, body);
}

/** How a run may end; a parked one ends when somebody decides. */
const OVER = ["completed", "failed", "cancelled", "parked"];

async function followRun(id: string, options: ServerOptions): Promise<void> {
  const client = Client.of(options);
  const steps: ShownStep[] = [];
  let run: ShownRun | undefined;
  // A server that takes its leave ends the stream; another, or the same one a little later, tells the rest.
  while (!run || !OVER.includes(run.status)) {
    for await (const { event, data } of client.events(`${base(options)}/${encodeURIComponent(id)}/events`)) {
      if (event === "step") steps.push(data as ShownStep);
      if (event !== "run") continue;
      const next = data as ShownRun;
      if (!options.json && next.status !== run?.status) console.log(describeRun(next));
      run = next;
    }
  }
  const ended = run;
  print(options, { run: ended, steps }, () => (steps.length > 0 ? printSteps(steps) : ""));
  if (ended.status !== "completed") process.exitCode = EXIT.failed;
}

const base = (options: ServerOptions) => `/tenants/${tenantOf(options)}/runs`;

/** A run in a line or two. */
export function describeRun(run: ShownRun): string {
  const later = run.retryAt ? `, tries again at ${second(run.retryAt)}` : "";
  const line = `${paint("bold", run.flow)} version ${run.version} in ${run.environment}: ${statusText(run)}${later} ${paint("dim", run.id)}`;
  return run.error
    ? `${line}\n${paint("red", run.error.code)} ${run.error.nodeId ? `node ${run.error.nodeId}: ` : ""}${run.error.message}`
    : line;
}

function statusText(run: ShownRun): string {
  const colour = run.status === "completed" ? "green" : run.status === "failed" ? "red" : "yellow";
  return paint(colour, run.handled ? `${run.status} (handled)` : run.status);
}
