import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { print, remark } from "../output/print.ts";
import { type Problem, printProblem } from "../output/problem.ts";
import { readValue } from "./files.ts";
import { environmentOption, pairs, type ServerOptions, serverCommand, wholeNumber } from "./options.ts";

interface InstallOptions extends ServerOptions {
  readonly env: string;
  readonly version?: number;
  readonly remark?: string;
  readonly set?: Record<string, string>;
}

interface Installed {
  readonly version?: number;
  readonly state?: string;
  readonly warnings?: readonly Problem[];
}

const STATES = {
  start: "Starts an installed flow: its schedules fire and its endpoints answer.",
  stop: "Stops an installed flow.",
  suspend: "Suspends an installed flow: runs at work finish, new ones wait or are refused.",
  resume: "Resumes a suspended flow.",
  uninstall: "Takes a flow out of an environment; its versions and runs stay.",
} as const;

/** install, start, stop, suspend, resume, uninstall. */
export function lifecycleCommands(): Command[] {
  const install = serverCommand("install", "Makes the draft a version and installs it in an environment.")
    .argument("<flow>", "name of the flow")
    .addOption(environmentOption())
    .option("--version <number>", "install this version instead of the draft", wholeNumber)
    .option("--remark <text>", "what changed, for the list of versions")
    .option(
      "--set <name=value>",
      "value of a secret property; may be given more than once; - as a value reads it from standard input",
      pairs,
    )
    .action(async (flow: string, options: InstallOptions) => {
      const client = Client.of(options);
      const done = await client.post<Installed>(`${flowPath(options, flow)}/install`, {
        environment: options.env,
        ...(options.version === undefined ? {} : { version: options.version }),
        ...(options.remark === undefined ? {} : { remark: options.remark }),
        ...(options.set === undefined ? {} : { secrets: mapValues(options.set, readValue) }),
      });
      print(options, done, () => `${flow} version ${done.version} is ${done.state ?? "installed"} in ${options.env}.`);
      if (!options.json) for (const warning of done.warnings ?? []) remark(printProblem(warning));
    });
  const changes = Object.entries(STATES).map(([name, description]) =>
    serverCommand(name, description)
      .argument("<flow>", "name of the flow")
      .addOption(environmentOption())
      .action(async (flow: string, options: InstallOptions) => {
        const done = await Client.of(options).post<Installed | undefined>(`${flowPath(options, flow)}/${name}`, {
          environment: options.env,
        });
        print(options, done ?? { ok: true }, () => `${flow} is ${done?.state ?? `${name}ed`} in ${options.env}.`);
      }),
  );
  return [install, ...changes];
}

function mapValues(record: Record<string, string>, change: (value: string) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

/** The API's path of a flow. */
export function flowPath(options: ServerOptions, flow: string): string {
  return `/tenants/${tenantOf(options)}/flows/${encodeURIComponent(flow)}`;
}
