import type { Command } from "commander";
import { Client } from "../client.ts";
import { print } from "../output/print.ts";
import { table } from "../output/table.ts";
import { commandGroup, type ServerOptions, serverCommand } from "./options.ts";

interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

/** tenants list|create|remove: whose flows and variables they are. */
export function tenantsCommand(): Command {
  const tenants = commandGroup("tenants", "The tenants: one for each customer.");
  tenants.addCommand(
    serverCommand("list", "All tenants.").action(async (options: ServerOptions) => {
      const { items } = await Client.of(options).get<{ items: Tenant[] }>("/tenants");
      print(options, items, () =>
        table(
          ["tenant", "name", "since"],
          items.map((tenant) => [tenant.id, tenant.name, tenant.createdAt]),
        ),
      );
    }),
  );
  tenants.addCommand(
    serverCommand("create", "Adds a tenant.")
      .argument("<id>", "lower-case letters, digits and hyphens")
      .option("--name <name>", "what people call it [the id]")
      .action(async (id: string, options: ServerOptions & { name?: string }) => {
        const created = await Client.of(options).post<Tenant>("/tenants", { id, name: options.name ?? id });
        print(options, created, () => `Tenant ${created.id} is there.`);
      }),
  );
  tenants.addCommand(
    serverCommand("remove", "Removes a tenant with everything it holds; refused while a flow is installed.")
      .argument("<id>")
      .action(async (id: string, options: ServerOptions) => {
        await Client.of(options).delete(`/tenants/${encodeURIComponent(id)}`);
        print(options, { ok: true }, () => `Tenant ${id} is removed.`);
      }),
  );
  return tenants;
}
