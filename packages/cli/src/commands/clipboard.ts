import type { Command } from "commander";
import { Client } from "../client.ts";
import { print } from "../output/print.ts";
import { paint } from "../output/style.ts";
import { readText } from "./files.ts";
import { flowPath } from "./lifecycle.ts";
import { pairs, type ServerOptions, serverCommand } from "./options.ts";

interface CopyOptions extends ServerOptions {
  readonly nodes?: string[];
  readonly withValues?: boolean;
}

interface PasteOptions extends ServerOptions {
  readonly bind?: Record<string, string>;
  readonly dryRun?: boolean;
}

interface Pasted {
  readonly renamed?: Record<string, string>;
  readonly addedProperties?: readonly string[];
  readonly unresolved?: Record<string, readonly string[]>;
  readonly flow: { readonly nodes: readonly unknown[] };
}

/** copy and paste: a piece of a flow, or a whole one, as text. */
export function clipboardCommands(): Command[] {
  const copy = serverCommand("copy", "Prints nodes of a flow as text to paste elsewhere; secrets never travel.")
    .argument("<flow>", "name of the flow")
    .option("--nodes <id...>", "only these nodes [all]")
    .option("--with-values", "with the values that properties have in Production")
    .action(async (flow: string, options: CopyOptions) => {
      const clipboard = await Client.of(options).post<unknown>(`${flowPath(options, flow)}/copy`, {
        ...(options.nodes ? { nodes: options.nodes } : {}),
        ...(options.withValues ? { withValues: true } : {}),
      });
      console.log(JSON.stringify(clipboard, null, 2));
    });
  const paste = serverCommand("paste", "Pastes copied nodes, or a template file, into a flow of the tenant.")
    .argument("<flow>", "name of the flow; made when there is none")
    .argument("[file]", "what was copied, or x.flow.json; standard input when left out", "-")
    .option("--bind <A=B>", "what is called A there is called B here; may be given more than once", pairs)
    .option("--dry-run", "show what would happen, and save nothing")
    .action(async (flow: string, file: string, options: PasteOptions) => {
      const client = Client.of(options);
      const before = await client.find<Pasted["flow"]>(flowPath(options, flow));
      const done = await client.post<Pasted>(`${flowPath(options, flow)}/paste`, {
        clipboard: readText(file),
        ...(options.bind ? { bindings: options.bind } : {}),
        ...(options.dryRun ? { dryRun: true } : {}),
      });
      const nodes = done.flow.nodes.length - (before?.data.nodes.length ?? 0);
      const where = `${flow}${before ? "" : ", a new flow"}: ${nodes} ${nodes === 1 ? "node" : "nodes"}`;
      print(options, done, () => describePaste(`${options.dryRun ? "Would be pasted" : "Pasted"} into ${where}`, done));
    });
  return [copy, paste];
}

/** What a paste did, for people. */
function describePaste(title: string, done: Pasted): string {
  const lines = [title];
  for (const [from, to] of Object.entries(done.renamed ?? {})) lines.push(`  node ${from} is called ${to} here`);
  for (const name of done.addedProperties ?? []) lines.push(`  property ${name} added`);
  for (const [kind, names] of Object.entries(done.unresolved ?? {}))
    for (const name of names) lines.push(paint("yellow", `  ${missing(kind, name)}`));
  return lines.join("\n");
}

const KINDS: { readonly [kind: string]: string } = {
  tenantVariables: "tenant variable",
  grants: "grant",
  endpoints: "endpoint",
};

function missing(kind: string, name: string): string {
  return kind === "properties"
    ? `property ${name} has no value yet`
    : `${KINDS[kind] ?? kind} ${name} is not here yet: bind it, or make it before you install`;
}
