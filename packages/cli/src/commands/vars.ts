import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { CommandError, usage } from "../failure.ts";
import { print } from "../output/print.ts";
import { minute, shorten, table } from "../output/table.ts";
import { readText, readValue } from "./files.ts";
import { commandGroup, type ServerOptions, serverCommand } from "./options.ts";

interface SetOptions extends ServerOptions {
  readonly test?: string;
  readonly production?: string;
  readonly encrypt?: boolean;
  readonly tag?: string[];
}

interface Side {
  readonly value: string | null;
  readonly hasValue: boolean;
  readonly encrypted: boolean;
}

interface Variable {
  readonly name: string;
  readonly test: Side;
  readonly production: Side;
  readonly encrypted: boolean;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

/** vars list|create|get|set|remove|export|import: tenant variables. */
export function varsCommand(): Command {
  const vars = commandGroup("vars", "Tenant variables: named values of a tenant, one for Test and one for Production.");
  vars.addCommand(
    serverCommand("list", "All variables of the tenant.").action(async (options: ServerOptions) => {
      const { items } = await Client.of(options).get<{ items: Variable[] }>(base(options));
      print(options, items, () =>
        table(
          ["name", "test", "production", "created", "created by", "last updated", "last updated by"],
          items.map((item) => [
            item.name,
            shown(item.test),
            shown(item.production),
            minute(item.createdAt),
            item.createdBy,
            minute(item.updatedAt),
            item.updatedBy,
          ]),
        ),
      );
    }),
  );
  vars.addCommand(
    serverCommand("create", "Creates a variable that has no value yet.")
      .argument("<name>")
      .option("--tag <tag...>", "tags, to find it by")
      .action(async (name: string, options: SetOptions) => {
        const client = Client.of(options);
        if (await client.find(one(options, name)))
          throw new CommandError({
            code: "API_CONFLICT",
            message: `There is a variable ${name} already.`,
            help: "`mortise vars set` changes it.",
          });
        const saved = await client.put<Variable>(one(options, name), options.tag ? { tags: options.tag } : {});
        print(options, saved, () => `${name} is created; it has no value yet.`);
      }),
  );
  vars.addCommand(
    serverCommand("get", "One variable.")
      .argument("<name>")
      .action(async (name: string, options: ServerOptions) => {
        console.log(JSON.stringify(await Client.of(options).get<Variable>(one(options, name)), null, 2));
      }),
  );
  vars.addCommand(
    serverCommand(
      "set",
      "Creates a variable, or changes the values that are given. `-` as a value reads it from standard input, so that a secret stays out of the shell's history.",
    )
      .argument("<name>")
      .option("--test <value>", "its value in Test")
      .option("--production <value>", "its value in Production")
      .option("--encrypt", "keep it encrypted from now on")
      .option("--tag <tag...>", "tags, to find it by")
      .action(async (name: string, options: SetOptions) => {
        if (options.test === undefined && options.production === undefined && !options.encrypt && !options.tag)
          throw usage("Give --test, --production, --encrypt or --tag.");
        const saved = await Client.of(options).put<Variable>(one(options, name), {
          ...(options.test === undefined ? {} : { test: { value: readValue(options.test) } }),
          ...(options.production === undefined ? {} : { production: { value: readValue(options.production) } }),
          ...(options.encrypt ? { encrypted: true } : {}),
          ...(options.tag ? { tags: options.tag } : {}),
        });
        print(options, saved, () => `${name} is saved${saved.encrypted ? ", encrypted" : ""}.`);
      }),
  );
  vars.addCommand(
    serverCommand("remove", "Removes a variable, in both environments.")
      .argument("<name>")
      .action(async (name: string, options: ServerOptions) => {
        await Client.of(options).delete(one(options, name));
        print(options, { ok: true }, () => `${name} is removed.`);
      }),
  );
  vars.addCommand(
    serverCommand(
      "export",
      "Prints all variables as JSON; encrypted values only with a key that has the scope secrets.",
    ).action(async (options: ServerOptions) => {
      console.log(JSON.stringify(await Client.of(options).get(`${base(options)}/export`), null, 2));
    }),
  );
  vars.addCommand(
    serverCommand("import", "Reads what export printed.")
      .argument("<file>")
      .action(async (file: string, options: ServerOptions) => {
        const done = await Client.of(options).post<unknown>(`${base(options)}/import`, JSON.parse(readText(file)));
        print(options, done, () => JSON.stringify(done));
      }),
  );
  return vars;
}

const base = (options: ServerOptions) => `/tenants/${tenantOf(options)}/variables`;
const one = (options: ServerOptions, name: string) => `${base(options)}/${encodeURIComponent(name)}`;

/** A list is looked at with others: what is encrypted does not stand in it, whatever the key may see. */
function shown({ value, hasValue, encrypted }: Side): string {
  return !hasValue ? "–" : encrypted ? "(encrypted)" : shorten(value ?? "", 40);
}
