import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { print, remark } from "../output/print.ts";
import { minute, table } from "../output/table.ts";
import { commandGroup, type ServerOptions, serverCommand } from "./options.ts";

interface Key {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

interface CreateOptions extends ServerOptions {
  readonly role: string;
  readonly secrets?: boolean;
}

/** keys list|create|remove: who may do what in a tenant. */
export function keysCommand(): Command {
  const keys = commandGroup("keys", "API keys of a tenant: one for each person or program.");
  keys.addCommand(
    serverCommand("list", "The tenant's keys, not what they are.").action(async (options: ServerOptions) => {
      const { items } = await Client.of(options).get<{ items: Key[] }>(base(options));
      print(options, items, () =>
        table(
          ["id", "name", "role", "scopes", "created", "last used"],
          items.map((key) => [
            key.id,
            key.name,
            key.role,
            key.scopes.join(", ") || "–",
            minute(key.createdAt),
            minute(key.lastUsedAt),
          ]),
        ),
      );
    }),
  );
  keys.addCommand(
    serverCommand("create", "Makes a key and prints it: this once, as only its hash is kept.")
      .argument("<name>", "whose it is; what created by and the audit show")
      .requiredOption("--role <role>", "viewer, editor, operator or admin")
      .option("--secrets", "may also see the values of encrypted variables")
      .action(async (name: string, options: CreateOptions) => {
        const made = await Client.of(options).post<Key & { readonly key: string }>(base(options), {
          name,
          role: options.role,
          ...(options.secrets ? { scopes: ["secrets"] } : {}),
        });
        print(options, made, () => made.key);
        if (!options.json) remark(`${made.role} ${made.name}, id ${made.id}. It is not shown again.`);
      }),
  );
  keys.addCommand(
    serverCommand("remove", "Removes a key.")
      .argument("<id>")
      .action(async (id: string, options: ServerOptions) => {
        await Client.of(options).delete(`${base(options)}/${encodeURIComponent(id)}`);
        print(options, { ok: true }, () => `Key ${id} is removed.`);
      }),
  );
  return keys;
}

const base = (options: ServerOptions) => `/tenants/${tenantOf(options)}/keys`;
