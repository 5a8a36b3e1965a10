import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { usage } from "../failure.ts";
import { print, remark } from "../output/print.ts";
import { minute, table } from "../output/table.ts";
import { remarks } from "./backup.ts";
import { commandGroup, localCommand, type ServerOptions, serverCommand } from "./options.ts";

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

/** keys list|create|remove: who may do what in a tenant. keys rotate: the key that seals them all. */
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
  keys.addCommand(rotateCommand());
  return keys;
}

interface RotateOptions {
  readonly prepare?: boolean;
  readonly finish?: boolean;
  readonly json?: boolean;
}

/** keys rotate: a new key-encryption key, which is of the database and not of a tenant. */
function rotateCommand(): Command {
  return localCommand(
    "rotate",
    "Replaces the key-encryption key of the database (not an API key) while servers run: every tenant's data key is wrapped under a new one. May be interrupted and repeated.",
  )
    .option("--prepare", "only put a new key into the file, to be copied to servers on other machines first")
    .option("--finish", "take the former key out of the file, once nothing is under it any more")
    .action(async ({ prepare, finish, json }: RotateOptions) => {
      if (prepare && finish) throw usage("Give --prepare or --finish, not both.");
      const { rotateDatabaseKey } = await import("@mortise/server");
      const step = prepare ? "prepare" : finish ? "finish" : "rotate";
      const rotation = await rotateDatabaseKey(process.env, step, remarks, (what, done, of) =>
        remark(`${done} of ${of} ${what} are under the new key`),
      );
      print({ json }, rotation, () => NEXT[step](rotation));
    });
}

type Rotated = { readonly file: string; readonly current: string; readonly former: readonly string[] };

const NEXT: { readonly [step in "prepare" | "rotate" | "finish"]: (rotation: Rotated) => string } = {
  prepare: ({ file, current }) =>
    `${file} holds the new key ${current} and behind it the old one. Copy it to every server, then run \`mortise keys rotate\`.`,
  rotate: ({ file, current, former }) =>
    former.length === 0
      ? `Everything is under the key ${current}.`
      : `Everything is under the new key ${current}. ${file} still holds ${former.join(", ")} behind it: keep a copy of the file elsewhere, then run \`mortise keys rotate --finish\`.`,
  finish: ({ file, current, former }) =>
    former.length === 0
      ? `${file} holds one key, ${current}.`
      : `${file} holds ${current} alone. ${former.map((id) => `${file}.${id}.old`).join(", ")} opens the backups of before; on other servers take the second line out of the file too.`,
};

const base = (options: ServerOptions) => `/tenants/${tenantOf(options)}/keys`;
