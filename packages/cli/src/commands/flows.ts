import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { usage } from "../failure.ts";
import { print } from "../output/print.ts";
import { type Problem, printProblem } from "../output/problem.ts";
import { duration, minute, shorten, table } from "../output/table.ts";
import { readText } from "./files.ts";
import { flowPath } from "./lifecycle.ts";
import { commandGroup, type ServerOptions, serverCommand } from "./options.ts";

interface FlowSummary {
  readonly name: string;
  readonly group?: string;
  readonly test?: { readonly version?: number; readonly state?: string } | null;
  readonly production?: { readonly version?: number; readonly state?: string } | null;
  readonly updatedBy?: string;
}

interface Saved {
  readonly mistakes: readonly Problem[];
}

interface Version {
  readonly number: number;
  readonly remark: string;
  readonly author: string;
  readonly createdAt: string;
  readonly installed: readonly string[];
}

interface Status {
  readonly version: number;
  readonly state: string;
  readonly uptime: number;
  readonly nextFire: string | null;
  readonly completed: number;
  readonly failed: number;
  readonly pending: number;
  readonly lastError: { readonly message: string } | null;
}

/** flows list|create|get|save|remove|versions|status. */
export function flowsCommand(): Command {
  const flows = commandGroup("flows", "Lists, reads and saves the flows of a tenant.");
  flows.addCommand(
    serverCommand("list", "The tenant's flows and where they run.").action(async (options: ServerOptions) => {
      const { items } = await Client.of(options).get<{ items: FlowSummary[] }>(`/tenants/${tenantOf(options)}/flows`);
      print(options, items, () =>
        table(
          ["flow", "test", "production", "changed by"],
          items.map((flow) => [flow.name, placed(flow.test), placed(flow.production), flow.updatedBy ?? ""]),
        ),
      );
    }),
  );
  flows.addCommand(
    serverCommand("create", "Adds an empty flow.")
      .argument("<flow>", "its name, unique in the tenant")
      .action(async (flow: string, options: ServerOptions) => {
        const document = { flow: 1, name: flow, nodes: [], links: [] };
        const created = await Client.of(options).post(`/tenants/${tenantOf(options)}/flows`, document);
        print(options, created, () => `${flow} is created.`);
      }),
  );
  flows.addCommand(
    serverCommand("get", "Prints a flow's document in its canonical form.")
      .argument("<flow>")
      .action(async (flow: string, options: ServerOptions) => {
        console.log((await Client.of(options).text(flowPath(options, flow))).trimEnd());
      }),
  );
  flows.addCommand(
    serverCommand("save", "Saves a flow's document as its draft, with the scripts that stand in files beside it.")
      .argument("<file>", "x.flow.json")
      .action(async (file: string, options: ServerOptions) => {
        const document = await readDocument(file);
        const client = Client.of(options);
        const path = flowPath(options, document.name);
        const present = await client.find(path);
        const { mistakes } = present
          ? await client.put<Saved>(path, document, present.etag)
          : await client.post<Saved>(`/tenants/${tenantOf(options)}/flows`, document);
        const errors = mistakes.filter(({ severity }) => severity === "error");
        print(options, { name: document.name, created: !present, mistakes }, () =>
          [
            `${document.name} is ${present ? "saved" : "created"}${errors.length > 0 ? ", and cannot be installed yet" : ""}.`,
            ...errors.map((mistake) => printProblem(mistake, file)),
          ].join("\n"),
        );
      }),
  );
  flows.addCommand(
    serverCommand("remove", "Removes a flow that is not installed.")
      .argument("<flow>")
      .action(async (flow: string, options: ServerOptions) => {
        await Client.of(options).delete(flowPath(options, flow));
        print(options, { ok: true }, () => `${flow} is removed.`);
      }),
  );
  flows.addCommand(
    serverCommand("versions", "The versions of a flow, newest first.")
      .argument("<flow>")
      .action(async (flow: string, options: ServerOptions) => {
        const { items } = await Client.of(options).get<{ items: Version[] }>(`${flowPath(options, flow)}/versions`);
        print(options, items, () =>
          table(
            ["version", "created", "by", "installed in", "remark"],
            items.map(({ number, createdAt, author, installed, remark }) => [
              String(number),
              minute(createdAt),
              author,
              installed.join(", ") || "–",
              shorten(remark, 60),
            ]),
          ),
        );
      }),
  );
  flows.addCommand(
    serverCommand("status", "How a flow does in each environment.")
      .argument("<flow>")
      .action(async (flow: string, options: ServerOptions) => {
        const status = await Client.of(options).get<{ [environment: string]: Status | null }>(
          `${flowPath(options, flow)}/status`,
        );
        print(options, status, () => describeStatus(status));
      }),
  );
  return flows;
}

/** A flow's document from a file; a script that stands in a file beside it becomes part of it, as the server cannot read it there. */
async function readDocument(file: string): Promise<{ readonly name: string }> {
  const text = readText(file);
  const { openWorkbench } = await import("@mortise/server");
  const bench = await openWorkbench();
  try {
    const { flow } = bench.read(text, file);
    if (flow) return flow;
  } finally {
    await bench.close();
  }
  throw usage(`${file} is not a flow document; \`mortise check ${file}\` says what is wrong.`);
}

function describeStatus(status: { readonly [environment: string]: Status | null }): string {
  const rows = Object.entries(status).map(([environment, found]) =>
    found
      ? [
          environment,
          String(found.version),
          found.state,
          duration(found.uptime),
          minute(found.nextFire),
          String(found.completed),
          String(found.failed),
          String(found.pending),
          shorten(found.lastError?.message ?? "", 60),
        ]
      : [environment, "–", "not installed", "", "", "", "", "", ""],
  );
  return table(
    ["environment", "version", "state", "uptime", "next fire", "completed", "failed", "pending", "last error"],
    rows,
  );
}

function placed(installed: FlowSummary["test"]): string {
  return installed?.version === undefined ? "–" : `${installed.version} ${installed.state ?? ""}`;
}
