import { hostname } from "node:os";
import { join } from "node:path";
import { loadComponents } from "@mortise/components";
import {
  asMortiseError,
  type Clock,
  type Components,
  type HttpClient,
  type Languages,
  type Log,
  type ScriptRunner,
  type Store,
} from "@mortise/contract";
import { createLanguages } from "@mortise/languages";
import { openStore } from "@mortise/store";
import { type AlarmSettings, Alarms } from "./alarms/alarms.ts";
import { KeyRing } from "./api/keys.ts";
import { Auditor } from "./calendar/auditor.ts";
import { DatabaseClock } from "./calendar/database-clock.ts";
import { CalendarDriver } from "./calendar/driver.ts";
import { realClock } from "./clock.ts";
import { Plans } from "./flows/plans.ts";
import { Grants } from "./grants/grants.ts";
import type { TokenEndpoint } from "./grants/ports.ts";
import { createReceiptSpool } from "./grants/spool.ts";
import { createTokenEndpoint } from "./grants/token-endpoint.ts";
import { type GrantViewOptions, withGrantViews } from "./grants/views.ts";
import { Endpoints } from "./inbound/endpoints.ts";
import { Inbound } from "./inbound/inbound.ts";
import { FlowLinks } from "./links/flow-links.ts";
import { calmLog, type ServerLog, silentLog } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { createHttpClient } from "./net/http-client.ts";
import { Retention } from "./retention.ts";
import { BegunRuns } from "./runs/begun.ts";
import { DirectRuns } from "./runs/direct.ts";
import { DurableRuns } from "./runs/durable.ts";
import { Notices } from "./runs/notices.ts";
import { Totals } from "./runs/totals.ts";
import type { Surroundings } from "./runs/world.ts";
import type { ScriptCeilings } from "./scripts/limits.ts";

export interface RuntimeOptions {
  /** Where everything is kept; closed with the runtime. Absent: opened from `database`. */
  readonly store?: Store;
  readonly database?: {
    /** Absent: the embedded database. */
    readonly url?: string | undefined;
    /** As a user who may change tables. */
    readonly migrateUrl?: string | undefined;
    /** Folder of the embedded database. */
    readonly data: string;
    readonly keyFile?: string | undefined;
  };
  /** Folders with components of one's own. */
  readonly componentFolders?: readonly string[];
  /** Hosts inside private ranges that flows may call. */
  readonly allowPrivate?: readonly string[];
  /** Durable runs at work at once. Defaults to 20. */
  readonly concurrency?: number;
  /** Durable runs of one tenant at work at once. Defaults to three quarters of `concurrency`. */
  readonly tenantConcurrency?: number | undefined;
  /** Days that runs, traces and events are kept. Defaults to 14. */
  readonly retentionDays?: number;
  /** The most that scripts may ask for. Defaults to what `mortise doctor` lists. */
  readonly scriptCeilings?: Partial<ScriptCeilings>;
  /** Where alarms go beside the list of them. */
  readonly alarms?: AlarmSettings | undefined;
  /** How this server is called in what it sends. Defaults to the machine's name. */
  readonly name?: string | undefined;
  /** What expressions may read as `${env.NAME}`. Defaults to nothing. */
  readonly expressionEnvironment?: ReadonlyMap<string, string>;
  /** Whether it takes durable runs and fires schedules. Defaults to true. */
  readonly work?: boolean;
  /** Time for schedules and flows. Defaults to the machine's, with schedules on the database's. */
  readonly clock?: Clock;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  readonly http?: HttpClient;
  /** Sends token requests. Defaults to real ones. */
  readonly tokenEndpoint?: TokenEndpoint;
  /** How the world reaches this server, without a slash at the end. Defaults to where it listens. */
  readonly publicUrl?: string | undefined;
  readonly scripts?: ScriptRunner;
  readonly log?: ServerLog;
}

/** Everything that one process of Mortise is: the five packages put together. */
export interface Runtime {
  readonly store: Store;
  readonly components: Components;
  readonly languages: Languages;
  readonly scripts: ScriptRunner;
  readonly clock: Clock;
  readonly log: ServerLog;
  readonly keys: KeyRing;
  readonly grants: Grants;
  /** How the world reaches this server; where that was not said, the server says where it listens. */
  publicUrl: string | undefined;
  readonly plans: Plans;
  /** What every run of this process needs. */
  readonly around: Surroundings;
  readonly direct: DirectRuns;
  readonly begun: BegunRuns;
  readonly inbound: Inbound;
  readonly calendar: CalendarDriver;
  readonly auditor: Auditor;
  readonly notices: Notices;
  readonly alarms: Alarms;
  readonly totals: Totals;
  readonly metrics: Metrics;
  /** Whether it takes durable runs. */
  readonly working: boolean;
  /** Aborts when the process takes its leave: nobody waits for a run any more. */
  readonly leaving: AbortSignal;
  /** Tells those who wait for a run how far it is, so that their requests end. */
  leave(): void;
  /** Takes no more, lets what is at work end for up to `ms` (default 10,000), hands the rest over and closes everything. */
  close(ms?: number): Promise<void>;
}

/** Durable runs at work at once: enough to keep two cores busy with calls that wait for others. */
const CONCURRENCY = 20;

const GRACE = 10_000;

/** The server's log for those who know only the contract's. */
function asPort(log: ServerLog): Log {
  return { write: (level, message) => log[level === "warning" ? "warn" : level]({}, message) };
}

/** Puts a process together and sets it to work. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { log = silentLog, clock } = options;
  const database = { ...(options.database ?? { data: ".mortise" }), clock, log: asPort(log) };
  const store = options.store ?? (await openStore(database));
  try {
    return await composeRuntime(store, options);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function composeRuntime(kept: Store, given: RuntimeOptions): Promise<Runtime> {
  const options = { ...given, log: calmLog(given.log ?? silentLog) };
  const { log = silentLog, clock = realClock, random = Math.random, work = true } = options;
  const components = await loadComponents([...(options.componentFolders ?? [])]);
  // Loaded for whoever needs it: the pool brings the languages' compilers along.
  const pool = options.scripts
    ? undefined
    : (await import("./scripts/index.ts")).createScriptPool({ ceilings: options.scriptCeilings });
  const client = options.http ? undefined : createHttpClient({ allowPrivate: options.allowPrivate ?? [] });
  const scripts = (options.scripts ?? pool) as ScriptRunner;
  const languages = createLanguages({ scripts, environment: options.expressionEnvironment ?? new Map() });
  const http = (options.http ?? client) as HttpClient;
  const totals = new Totals();
  const notices = new Notices(kept.history, log, () => alarms.wake());
  const place = { publicUrl: options.publicUrl };
  const data = options.database?.data ?? ".mortise";
  const grants = new Grants({
    store: kept.grants,
    endpoint: options.tokenEndpoint ?? createTokenEndpoint({ allowPrivate: options.allowPrivate ?? [] }),
    spool: createReceiptSpool(join(data, "receipts"), kept.grants, (message, about) => log.error(about, message)),
    clock,
    random,
    log,
    tell: (event) => notices.write(event),
    publicUrl: () => place.publicUrl ?? "http://127.0.0.1:8080",
  });
  const views: GrantViewOptions = {
    grants: kept.grants,
    profileOf: (grant) => grants.profileOf(grant),
    callbackUrl: () => grants.callbackUrl,
  };
  const store: Store = { ...kept, variables: withGrantViews(kept.variables, views) };
  const leave = new AbortController();
  const around: Surroundings = {
    get links() {
      return links;
    },
    clock,
    random,
    scripts,
    http,
    variables: store.variables,
    grants: (of, register) => grants.tokens(of, register),
    log,
    notice: ({ id, tenant, flow, environment }, kind, message, cause) =>
      notices.write({ tenant, kind, flow, environment, runId: id, message, ...cause }),
  };
  const plans = new Plans({ store, languages, components, scripts, log });
  await plans.start();
  const alarms = new Alarms({
    store,
    plans,
    clock,
    log,
    settings: options.alarms ?? {},
    server: options.name ?? hostname(),
  });
  const keys = new KeyRing(store.keys, store.sessions);
  const direct = new DirectRuns({ around, runs: store.runs, traces: store.traces, totals });
  const links = new FlowLinks({ plans, direct, store, clock, leaving: leave.signal, log });
  const durable = new DurableRuns({
    ...{ around, store, plans, totals },
    concurrency: options.concurrency ?? CONCURRENCY,
    tenantConcurrency: options.tenantConcurrency,
  });
  // Under a clock of one's own schedules follow it; else all processes agree on the database's.
  const database = new DatabaseClock(() => store.now());
  const now = options.clock ? async () => clock.now() : () => database.now();
  const calendar = new CalendarDriver({ store, plans, clock, now, log, totals });
  const auditor = new Auditor({ store, plans, clock, now, log, notices });
  const retention = new Retention({ store, clock, log, days: options.retentionDays ?? 14 });
  const inbound = new Inbound({
    endpoints: new Endpoints(plans),
    keys,
    direct,
    store,
    leaving: leave.signal,
    now: () => clock.now(),
    log,
  });
  let working = false;
  // Before anything is spent.
  await grants.recover();
  if (work) {
    grants.start();
    await durable.start();
    calendar.start();
    auditor.start();
    retention.start();
    alarms.start();
    working = true;
  }
  let closing: Promise<void> | undefined;

  async function close(ms: number): Promise<void> {
    leave.abort();
    const wasWorking = working;
    working = false;
    plans.stop();
    await Promise.all([wasWorking ? calendar.stop() : undefined, auditor.stop(), retention.stop()]);
    const enough = new AbortController();
    const late = realClock.sleep(ms, enough.signal).catch(() => {});
    await Promise.all([Promise.race([direct.idle(), late]), wasWorking ? durable.stop(ms) : undefined]);
    enough.abort();
    // A refresh that is under way is cut off by nothing: its answer may hold the only token that works.
    await grants.stop();
    await notices.flush();
    await alarms.stop();
    await store.traces
      .flush()
      .catch((error: unknown) => log.error({ code: asMortiseError(error).code }, "traces could not be written"));
    await Promise.all([pool?.close(), client?.close()]);
    await store.close();
  }

  return {
    store,
    components,
    languages,
    scripts,
    clock,
    log,
    keys,
    grants,
    get publicUrl() {
      return place.publicUrl;
    },
    set publicUrl(url) {
      place.publicUrl = url;
    },
    plans,
    around,
    direct,
    begun: new BegunRuns(),
    leaving: leave.signal,
    leave: () => leave.abort(),
    inbound,
    calendar,
    auditor,
    notices,
    alarms,
    totals,
    metrics: new Metrics(totals, store, grants),
    get working() {
      return working;
    },
    close: (ms = GRACE) => (closing ??= close(ms)),
  };
}
