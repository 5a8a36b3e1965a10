import type { Command } from "commander";
import { Client, tenantOf } from "../client.ts";
import { print, remark } from "../output/print.ts";
import { minute, second, shorten, table } from "../output/table.ts";
import { readValue } from "./files.ts";
import { commandGroup, environmentOption, pairs, type ServerOptions, serverCommand, wholeNumber } from "./options.ts";

interface Grant {
  readonly id: string;
  readonly tenant: string;
  readonly environment: string;
  readonly profile: string;
  readonly state: string;
  readonly generation: number;
  readonly refreshedAt: string | null;
  readonly nextRefreshAt: string | null;
  readonly accessExpiresAt: string | null;
  readonly diesAt: string | null;
  readonly daysLeft: number | null;
  readonly inDoubtSince: string | null;
  readonly lastError: string | null;
  readonly obstacle: string | null;
  readonly redirectUri: string;
}

interface LedgerEntry {
  readonly at: string;
  readonly kind: string;
  readonly generation: number;
  readonly spends: string | null;
  readonly fingerprint: string | null;
  readonly status: number | null;
  readonly detail: string | null;
  readonly by: string;
}

interface ListOptions extends ServerOptions {
  readonly everywhere?: boolean;
}

interface CreateOptions extends ServerOptions {
  readonly env: string;
  readonly profile: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly scope?: string;
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly redirectUri?: string;
  readonly grantType?: string;
  readonly override?: Record<string, string>;
}

interface PutOptions extends ServerOptions {
  readonly refreshToken?: string;
  readonly accessToken?: string;
  readonly expiresIn?: number;
}

/** grants list|show|create|authorize|put|refresh|ledger|remove|profiles: authorizations at providers, and what became of their tokens. */
export function grantsCommand(): Command {
  const grants = commandGroup(
    "grants",
    "Authorizations at providers. Mortise keeps their tokens fresh, and no command shows one.",
  );
  const one = (name: string, description: string) => serverCommand(name, description).argument("<id>");
  grants.addCommand(
    serverCommand("list", "The tenant's grants, or with --everywhere those of all tenants, whose end is nearest first.")
      .option("--everywhere", "of every tenant; needs a key of all tenants")
      .action(async (options: ListOptions) => {
        const path = options.everywhere ? "/grants?sort=dies" : base(options);
        const { items } = await Client.of(options).get<{ items: Grant[] }>(path);
        print(options, items, () => printGrants(items));
      }),
  );
  grants.addCommand(
    one("show", "One grant: its state and times.").action(async (id: string, options: ServerOptions) => {
      console.log(JSON.stringify(await Client.of(options).get<Grant>(at(options, id)), null, 2));
    }),
  );
  grants.addCommand(
    one("create", "Makes a grant. `-` as the client secret reads it from standard input.")
      .addOption(environmentOption())
      .option("--profile <name>", "the provider: `mortise grants profiles` lists them", "strict")
      .requiredOption("--client-id <id>", "as the provider registered it")
      .option("--client-secret <secret>", "or a private key in PEM")
      .option("--scope <scope>")
      .option("--authorization-url <url>", "where the profile knows none")
      .option("--token-url <url>", "where the profile knows none")
      .option("--redirect-uri <url>", "another than this server's own callback")
      .option("--grant-type <type>", "authorization_code, client_credentials or implicit")
      .option("--override <field=json>", "what the profile says otherwise; may be given again", pairs)
      .action(async (id: string, options: CreateOptions) => {
        const { env, clientSecret, override = {}, profile, clientId, scope, grantType } = options;
        const overrides = Object.fromEntries(Object.entries(override).map(([name, text]) => [name, readJson(text)]));
        const made = await Client.of(options).post<Grant>(base(options), {
          ...{ id, environment: env, profile, clientId, overrides },
          ...(clientSecret === undefined ? {} : { clientSecret: readValue(clientSecret) }),
          ...(scope === undefined ? {} : { scope }),
          ...(grantType === undefined ? {} : { grantType }),
          ...(options.authorizationUrl === undefined ? {} : { authorizationUrl: options.authorizationUrl }),
          ...(options.tokenUrl === undefined ? {} : { tokenUrl: options.tokenUrl }),
          ...(options.redirectUri === undefined ? {} : { redirectUri: options.redirectUri }),
        });
        print(
          options,
          made,
          () => `${made.id} is made. Register this redirect URL at the provider: ${made.redirectUri}`,
        );
        if (made.obstacle) remark(`It cannot be authorized yet: ${made.obstacle}.`);
      }),
  );
  grants.addCommand(
    one("authorize", "Begins a consent and prints the address to open in a browser, good for 15 minutes.").action(
      async (id: string, options: ServerOptions) => {
        const begun = await Client.of(options).post<{ startUrl: string; redirectUri: string; expiresAt: string }>(
          `${at(options, id)}/authorize`,
        );
        print(options, begun, () => begun.startUrl);
        if (!options.json)
          remark(
            `Open it in the browser of whoever signs in, until ${minute(begun.expiresAt)}. The provider sends it back to ${begun.redirectUri}.`,
          );
      },
    ),
  );
  grants.addCommand(
    one("put", "Puts in tokens that were got elsewhere, such as with Postman. `-` reads one from standard input.")
      .option("--refresh-token <token>")
      .option("--access-token <token>")
      .option("--expires-in <seconds>", "how long the access token lives", wholeNumber)
      .action(async (id: string, options: PutOptions) => {
        const { refreshToken, accessToken, expiresIn } = options;
        const grant = await Client.of(options).post<Grant>(`${at(options, id)}/put`, {
          ...(refreshToken === undefined ? {} : { refreshToken: readValue(refreshToken) }),
          ...(accessToken === undefined ? {} : { accessToken: readValue(accessToken) }),
          ...(expiresIn === undefined ? {} : { expiresIn }),
        });
        print(options, grant, () => `${id} is ${grant.state}, generation ${grant.generation}.`);
      }),
  );
  grants.addCommand(
    one("refresh", "Refreshes a grant now.")
      .option("--probe", "where it is in doubt: try the old token once, which a strict provider may punish")
      .action(async (id: string, options: ServerOptions & { readonly probe?: boolean }) => {
        const body = options.probe ? { probe: true } : {};
        const grant = await Client.of(options).post<Grant>(`${at(options, id)}/refresh`, body);
        print(
          options,
          grant,
          () =>
            `${id} is ${grant.state}, generation ${grant.generation}; its access token lives until ${second(grant.accessExpiresAt)}.`,
        );
      }),
  );
  grants.addCommand(
    one("ledger", "What happened to a grant, newest first, with fingerprints of its tokens.")
      .option("--limit <number>", "how many", wholeNumber)
      .action(async (id: string, options: ServerOptions & { readonly limit?: number }) => {
        const query = options.limit === undefined ? "" : `?limit=${options.limit}`;
        const { items } = await Client.of(options).get<{ items: LedgerEntry[] }>(`${at(options, id)}/ledger${query}`);
        print(options, items, () =>
          table(
            ["when", "what", "generation", "for", "token", "status", "by", "detail"],
            items.map((entry) => [
              second(entry.at),
              entry.kind,
              String(entry.generation),
              entry.spends ?? "–",
              entry.fingerprint ?? "–",
              entry.status === null ? "–" : String(entry.status),
              entry.by,
              shorten(entry.detail ?? "", 90),
            ]),
          ),
        );
      }),
  );
  grants.addCommand(
    one("remove", "Removes a grant with its tokens; its ledger stays.").action(
      async (id: string, options: ServerOptions) => {
        await Client.of(options).delete(at(options, id));
        print(options, { ok: true }, () => `${id} is removed.`);
      },
    ),
  );
  grants.addCommand(
    serverCommand("profiles", "The provider profiles: what is known of each, and from where.").action(
      async (options: ServerOptions) => {
        type Profile = {
          name: string;
          title: string;
          rotation: string;
          accessTokenTtlSec: number | null;
          idleTtlDays: number | null;
          sources: string[];
        };
        const { items } = await Client.of(options).get<{ items: Profile[] }>("/grants/profiles");
        print(options, items, () =>
          table(
            ["name", "provider", "rotation", "access token", "idle life", "sources"],
            items.map(({ name, title, rotation, accessTokenTtlSec, idleTtlDays, sources }) => [
              name,
              title,
              rotation,
              accessTokenTtlSec === null ? "–" : `${accessTokenTtlSec} s`,
              idleTtlDays === null ? "–" : `${idleTtlDays} days`,
              String(sources.length),
            ]),
          ),
        );
      },
    ),
  );
  return grants;
}

const base = (options: ServerOptions) => `/tenants/${tenantOf(options)}/grants`;
const at = (options: ServerOptions, id: string) => `${base(options)}/${encodeURIComponent(id)}`;

function printGrants(items: readonly Grant[]): string {
  return table(
    ["id", "tenant", "env", "provider", "state", "generation", "refreshed", "next", "days left", "remark"],
    items.map((grant) => [
      grant.id,
      grant.tenant,
      grant.environment,
      grant.profile,
      grant.state,
      String(grant.generation),
      minute(grant.refreshedAt),
      minute(grant.nextRefreshAt),
      grant.daysLeft === null ? "–" : String(grant.daysLeft),
      shorten(remarkOf(grant), 80),
    ]),
  );
}

function remarkOf({ id, state, inDoubtSince, lastError, obstacle }: Grant): string {
  if (state === "IN_DOUBT") return `in doubt since ${second(inDoubtSince)}`;
  if (state === "NEEDS_CONSENT")
    return obstacle ?? `mortise grants authorize ${id}${lastError ? ` (${lastError})` : ""}`;
  return lastError ?? "";
}

/** A number, a list or `true` as JSON; anything else is text. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
