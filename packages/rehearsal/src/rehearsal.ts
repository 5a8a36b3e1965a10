import { type Client, TEST_CLIENT, TEST_USER, type User } from "./client.ts";
import { createClock } from "./clock.ts";
import { createErrorBudget } from "./error-budget.ts";
import { createFaults, type Fault } from "./fault.ts";
import { fingerprint } from "./fingerprint.ts";
import { type IssuedTokens, startGrant } from "./grants.ts";
import { openLedger } from "./ledger.ts";
import type { LogEntry } from "./log.ts";
import { mistake } from "./mistake.ts";
import { type Profile, profileOf } from "./profile.ts";
import { createRehearsalApp } from "./rehearsal-app.ts";
import { type RehearsalStatus, statusOf } from "./status.ts";
import { note, type World } from "./world.ts";

export interface RehearsalOptions {
  /** Defaults to 0: any free port. */
  readonly port?: number | undefined;
  /** Defaults to 127.0.0.1. */
  readonly host?: string | undefined;
  /** A name, or a profile of your own. Defaults to `loket`. */
  readonly profile?: string | Profile | undefined;
  /** Defaults to the handbook's test client. */
  readonly clients?: readonly Client[] | undefined;
  /** Defaults to `demo`. */
  readonly users?: readonly User[] | undefined;
  /** Epoch milliseconds. Defaults to the real time. */
  readonly clock?: (() => number) | undefined;
  /** A file to keep grants, log and clock in, so that a restarted server knows them. Defaults to none. */
  readonly state?: string | undefined;
}

/** A running rehearsal server. */
export interface Rehearsal {
  readonly url: string;
  readonly port: number;
  readonly profile: Profile;
  /** Everything that happened, in order: the oracle. */
  log(): readonly LogEntry[];
  status(): RehearsalStatus;
  /** A first refresh token by hand, as with browser and Postman. The client defaults to the first one. */
  issueRefreshToken(client?: string): string;
  /** As `issueRefreshToken`, with the access token and the grant. */
  issueTokens(client?: string): IssuedTokens;
  /** The refresh token that works, of each grant that has one: its fingerprint. */
  liveTokens(): readonly {
    readonly grant: string;
    readonly client: string;
    readonly generation: number;
    readonly fingerprint: string;
  }[];
  /** Spoils a coming call. Throws a `TypeError` for what is no fault. */
  fault(fault: Fault): void;
  faults(): readonly Fault[];
  clearFaults(): void;
  /** Puts the server's clock forward; gives the new time in epoch milliseconds. */
  advance(ms: number): number;
  close(): Promise<void>;
}

/** Starts a rehearsal server: a real OAuth2 server and API, small, on this machine. */
export async function startRehearsal(options: RehearsalOptions = {}): Promise<Rehearsal> {
  const profile = profileOf(options.profile ?? "loket");
  const clients = options.clients ?? [TEST_CLIENT];
  const ledger = openLedger(options.state);
  const clock = createClock(options.clock, ledger.clockOffset);
  const world: World = {
    profile,
    clock,
    clients: new Map(clients.map((client) => [client.id, client])),
    users: new Map((options.users ?? [TEST_USER]).map((user) => [user.name, user])),
    ledger,
    faults: createFaults(),
    budget: createErrorBudget(profile),
    url: "",
  };
  const { app, close } = createRehearsalApp(world, () => rehearsal);

  function issueTokens(client = clients[0]?.id ?? ""): IssuedTokens {
    if (!world.clients.has(client)) throw mistake(`There is no client "${client}" at the rehearsal server.`);
    const [user] = world.users.keys();
    const tokens = startGrant(world, { client, user: user ?? "nobody", scope: profile.defaultScope });
    note(world, {
      kind: "control",
      method: "POST",
      path: "/rehearsal/tokens",
      status: 200,
      outcome: "ok",
      client,
      grant: tokens.grant?.id,
      generation: 1,
      issued: { refresh: fingerprint(tokens.grant?.live ?? "") },
      committed: true,
    });
    return tokens;
  }

  const rehearsal: Rehearsal = {
    get url() {
      return world.url;
    },
    get port() {
      return Number(new URL(world.url).port);
    },
    profile,
    log: () => ledger.log,
    status: () => statusOf(world),
    issueTokens,
    issueRefreshToken: (client) => issueTokens(client).refresh as string,
    liveTokens: () =>
      [...ledger.grants.values()].flatMap(({ id, client, generation, live }) =>
        live === undefined ? [] : [{ grant: id, client, generation, fingerprint: fingerprint(live) }],
      ),
    fault: world.faults.add,
    faults: world.faults.list,
    clearFaults: world.faults.clear,
    advance(ms) {
      const now = clock.advance(ms);
      ledger.record({ type: "clock", offset: clock.offset });
      return now;
    },
    close,
  };
  const { host = "127.0.0.1", port = 0 } = options;
  await app.listen({ host, port });
  const address = app.server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  // What is bound to every address is still called on this one.
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  world.url = `http://${name.includes(":") ? `[${name}]` : name}:${bound}`;
  return rehearsal;
}
