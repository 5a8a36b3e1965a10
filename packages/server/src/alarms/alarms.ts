import {
  type AlarmDelivery,
  type AlarmNews,
  type AlarmPatience,
  type AlarmRoute,
  asMortiseError,
  type Clock,
  type Store,
} from "@mortise/contract";
import { realClock } from "../clock.ts";
import type { Plans } from "../flows/plans.ts";
import type { ServerLog } from "../log.ts";
import { createMailer, type Mailer, type MailSettings } from "./mail.ts";
import { postAlarm, type Webhook } from "./webhook.ts";

/** Where alarms go beside the event list. */
export interface AlarmSettings {
  readonly webhook?: Webhook | undefined;
  readonly mail?: MailSettings | undefined;
  /** The operator's own address: for what belongs to no tenant, and to tenants without one of their own. */
  readonly operatorAddress?: string | undefined;
  /** When what goes on is told again, and when it is over. Defaults to an hour each. */
  readonly patience?: AlarmPatience | undefined;
  /** The pause after a first failed delivery, which doubles with each. Defaults to 5 s. */
  readonly firstPause?: number | undefined;
}

export interface AlarmOptions {
  readonly store: Store;
  readonly plans: Plans;
  readonly clock: Clock;
  readonly log: ServerLog;
  readonly settings: AlarmSettings;
  /** How this server is called in what it sends. */
  readonly server: string;
}

const HOUR = 3_600_000;
const PATIENCE: AlarmPatience = { repeatAfter: HOUR, overAfter: HOUR };

/** Of events that other processes, or the store itself, wrote; what is written here is looked for at once. */
const LOOK = 2_000;

/** Deliveries at a time: one receiver that does not answer holds up no other. */
const ABREAST = 10;

/** Longer than any delivery takes, so that nobody else sends what is being sent. */
const LEASE = 60_000;

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 900_000;

/** How long the end of the process waits for a mail server. */
const LAST_MAIL = 2_000;

/** A receiver that was down for a weekend still hears of it on Monday. */
const GIVE_UP = 72 * HOUR;

/** Tells people: folds events into alarms, and sends what is in the outbox. Every process does; each delivery is one's. */
export class Alarms {
  readonly #options: AlarmOptions;
  readonly #outages: number[] = [];
  #mailer: Promise<Mailer> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #collecting: Promise<void> | undefined;
  #sending: Promise<void> | undefined;
  #again = false;
  readonly #leaving = new AbortController();
  #stopListening: (() => void) | undefined;

  constructor(options: AlarmOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopListening = this.#options.store.onReturn((ms) => {
      this.#outages.push(ms);
      this.wake();
    });
    this.#timer = setInterval(() => this.wake(), LOOK).unref();
    this.wake();
  }

  async stop(): Promise<void> {
    this.#leaving.abort(new Error("this server stops"));
    this.#stopListening?.();
    clearInterval(this.#timer);
    await this.#collecting;
    // A mail under way cannot be called back: who has it after us finds it in the outbox, or it was sent.
    const enough = new AbortController();
    await Promise.race([this.#sending, realClock.sleep(LAST_MAIL, enough.signal).catch(() => {})]);
    enough.abort();
    (await this.#mailer?.catch(() => undefined))?.close();
  }

  /** There may be news. */
  wake(): void {
    if (this.#leaving.signal.aborted) return;
    this.#again = true;
    this.#collecting ??= this.#collect().finally(() => {
      this.#collecting = undefined;
    });
  }

  /** Resolves when what was written before is in the list. */
  async settle(): Promise<void> {
    this.wake();
    await this.#collecting;
  }

  async #collect(): Promise<void> {
    const { store, settings } = this.#options;
    while (this.#again && !this.#leaving.signal.aborted) {
      this.#again = false;
      try {
        await this.#tellOutages();
        await store.alarms.collect(settings.patience ?? PATIENCE, (news) => this.#routesOf(news));
        this.#sending ??= this.#send().finally(() => {
          this.#sending = undefined;
        });
      } catch (error) {
        this.#failed(error);
      }
    }
  }

  async #tellOutages(): Promise<void> {
    const { store } = this.#options;
    for (let [ms] = this.#outages; ms !== undefined; [ms] = this.#outages) {
      const message = `A server could not reach the database for ${(ms / 1_000).toFixed(1)} s. It is back.`;
      await store.alarms.raise({ kind: "database.away", message, ms });
      this.#outages.shift();
    }
  }

  /** Who hears of it: what the flow says, else the tenant, else the operator. */
  #routesOf({ alarm, tenantAddress }: AlarmNews): readonly AlarmRoute[] {
    const { plans, settings } = this.#options;
    const { tenant, flow, environment } = alarm;
    const installed = tenant && flow && environment ? plans.find(tenant, flow, environment) : undefined;
    const wanted = installed?.soundPlan?.options.alarm ?? "tenant";
    if (wanted === "none") return [];
    const address = wanted === "tenant" ? (tenantAddress ?? settings.operatorAddress) : wanted;
    return [
      ...(settings.webhook ? [{ channel: "webhook" as const }] : []),
      ...(settings.mail && address !== undefined ? [{ channel: "mail" as const, address }] : []),
    ];
  }

  async #send(): Promise<void> {
    const { store } = this.#options;
    try {
      for (let full = true; full && !this.#leaving.signal.aborted; ) {
        const taken = await store.alarms.claim(ABREAST, LEASE);
        await Promise.all(taken.map((delivery) => this.#deliver(delivery)));
        full = taken.length === ABREAST;
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  async #deliver(delivery: AlarmDelivery): Promise<void> {
    const { store, settings, server } = this.#options;
    try {
      if (delivery.channel === "mail") await (await this.#mail()).send(delivery);
      else if (settings.webhook) await postAlarm(settings.webhook, delivery, server, this.#leaving.signal);
      else throw new Error("MORTISE_ALARM_WEBHOOK is not set here any more");
    } catch (error) {
      await this.#undelivered(delivery, reasonOf(error));
      return;
    }
    await store.alarms.delivered(delivery);
  }

  #mail(): Promise<Mailer> {
    const { settings, server } = this.#options;
    if (!settings.mail) return Promise.reject(new Error("MORTISE_SMTP_URL is not set here any more"));
    this.#mailer ??= createMailer(settings.mail, server);
    return this.#mailer;
  }

  async #undelivered(delivery: AlarmDelivery, reason: string): Promise<void> {
    const { store, clock, log, settings } = this.#options;
    const { tenant, attempt, channel, news } = delivery;
    const leaving = this.#leaving.signal.aborted;
    const pause = leaving
      ? 0
      : Math.min((settings.firstPause ?? FIRST_PAUSE) * 2 ** Math.min(attempt - 1, 20), LONGEST_PAUSE);
    const over = clock.now() - delivery.madeAt > GIVE_UP;
    await store.alarms.postpone(delivery, reason, over ? undefined : pause);
    const what = { tenant, channel, kind: news.alarm.kind, attempt };
    if (!over) {
      // Once: a mail server that is down for a day is no news every quarter of an hour.
      if (attempt === 1 && !leaving) log.warn(what, `an alarm could not be delivered (${reason}); it is tried again`);
      return;
    }
    log.error(what, `an alarm was given up (${reason})`);
    if (tenant === null) return;
    const { flow, environment } = news.alarm;
    const message = `The ${channel} about ${news.alarm.kind} could not be delivered for three days: ${reason}.`;
    // In the list, but no alarm: it would take the same way.
    await store.history.event({ tenant, kind: "alarm.undelivered", flow, environment, message, alarm: false });
  }

  /** The database is away, which others say; the next look finds everything. */
  #failed(error: unknown): void {
    const { code, message } = asMortiseError(error);
    if (code !== "STORE_UNAVAILABLE") this.#options.log.error({ code }, `alarms wait: ${message}`);
  }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
