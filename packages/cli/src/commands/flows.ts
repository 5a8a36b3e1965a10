import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { usage } from "../failure.ts";
import { print } from "../output/print.ts";
import { table } from "../output/table.ts";
import { flowPath } from "./lifecycle.ts";
import { type ServerOptions, serverCommand } from "./options.ts";

interface FlowSummary {
  readonly name: string;
  readonly group?: string;
  readonly test?: { readonly version?: number; readonly state?: string } | null;
  readonly production?: { readonly version?: number; readonly state?: string } | null;
  readonly updatedBy?: string;
}

/** flows list|get|save|remove|versions|status. */
export function flowsCommand(): Command {
  const flows = serverCommand("flows", "Lists, reads and saves the flows of a tenant.");
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
    serverCommand("get", "Prints a flow's document.")
      .argument("<flow>")
      .action(async (flow: string, options: ServerOptions) => {
        const document = await Client.of(options).get<unknown>(flowPath(options, flow));
        console.log(JSON.stringify(document, null, 2));
      }),
  );
  flows.addCommand(
    serverCommand("save", "Saves a flow's document as its draft.")
      .argument("<file>", "x.flow.json")
      .action(async (file: string, options: ServerOptions) => {
        const document = readDocument(file);
        const client = Client.of(options);
        const path = flowPath(options, document.name);
        const present = await client.find(path);
        if (present) await client.put(path, document, present.etag);
        else await client.post(`/tenants/${tenantOf(options)}/flows`, document);
        print(
          options,
          { name: document.name, created: !present },
          () => `${document.name} is ${present ? "saved" : "created"}.`,
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
  for (const part of ["versions", "status"] as const) {
    flows.addCommand(
      serverCommand(part, part === "versions" ? "The versions of a flow." : "How a flow does in each environment.")
        .argument("<flow>")
        .action(async (flow: string, options: ServerOptions) => {
          console.log(
            JSON.stringify(await Client.of(options).get<unknown>(`${flowPath(options, flow)}/${part}`), null, 2),
          );
        }),
    );
  }
  return flows;
}

/** A flow's document from a file. */
export function readDocument(file: string): { readonly name: string } {
  const text = readText(file);
  try {
    const document = JSON.parse(text);
    if (typeof document?.name === "string") return document;
  } catch {
    // `mortise check` says what is wrong with it, and where.
  }
  throw usage(`${file} is not a flow document; \`mortise check ${file}\` says what is wrong.`);
}

/** A file's text; `-` is standard input. */
export function readText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw usage(
      `${file} cannot be read: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message}.`,
    );
  }
}

function placed(installed: FlowSummary["test"]): string {
  return installed?.version === undefined ? "–" : `${installed.version} ${installed.state ?? ""}`;
}
