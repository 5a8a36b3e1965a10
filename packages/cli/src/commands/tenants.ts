import type { Command } from "commander";
import { Client } from "../client.ts";
import { usage } from "../failure.ts";
import { print } from "../output/print.ts";
import { table } from "../output/table.ts";
import { commandGroup, type ServerOptions, serverCommand } from "./options.ts";

interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}

/** tenants list|create|change|remove: whose flows and variables they are. */
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
    serverCommand("change", "Renames a tenant, or says who is mailed about its alarms.")
      .argument("<id>")
      .option("--name <name>", "what people call it")
      .option("--alarms <address>", "who is mailed; none: the operator, if the server has an address of one")
      .action(async (id: string, options: ServerOptions & { name?: string; alarms?: string }) => {
        if (options.name === undefined && options.alarms === undefined) throw usage("Give --name or --alarms.");
        const change = {
          ...(options.name === undefined ? {} : { name: options.name }),
          ...(options.alarms === undefined ? {} : { alarmAddress: options.alarms === "none" ? null : options.alarms }),
        };
        const path = `/tenants/${encodeURIComponent(id)}`;
        const { data } = await Client.of(options).request<Tenant>("PATCH", path, change);
        print(options, data, () => `Tenant ${data.id} is changed.`);
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
