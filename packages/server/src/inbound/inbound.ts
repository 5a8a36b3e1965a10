import type { IncomingMessage, ServerResponse } from "node:http";
import { asMortiseError, Message, mortiseError, type RunRecord, type Store } from "@mortise/contract";
import { type RunSecrets, snapshotOf } from "@mortise/engine";
import type { KeyRing } from "../api/keys.ts";
import { toProblem } from "../api/problem.ts";
import type { ServerLog } from "../log.ts";
import type { DirectRun, DirectRuns } from "../runs/direct.ts";
import { newRun, takeBreadcrumb } from "../runs/new-run.ts";
import { waitForRun } from "../runs/wait.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Endpoints, Match } from "./endpoints.ts";
import { failureReply, suspendedReply } from "./failure.ts";
import { hasBody, readBody } from "./read-body.ts";
import { type Reply, type ReplyTo, replyOf } from "./reply.ts";
import { requestMessage } from "./request-message.ts";

/** Runs of one flow that may be at work at once; the next caller is told to come again. */
const MOST_AT_ONCE = 1_000;

/** How long a caller waits for a durable run: as long as proxies in front usually do, and then some. */
const LONGEST_WAIT = 300_000;

export interface InboundOptions {
  readonly endpoints: Endpoints;
  readonly keys: KeyRing;
  readonly direct: DirectRuns;
  readonly store: Store;
  /** Aborts when the server takes its leave. */
  readonly leaving: AbortSignal;
  readonly now: () => number;
  readonly log: ServerLog;
}

/** A request on its way through a flow. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: string;
  readonly started: number;
}

/**
 * Requests that start flows. This is the path that must be fast: everything that can be is found out when a flow is
 * installed, and a flow whose nodes wait for nothing is run and answered without a promise.
 */
export class Inbound {
  readonly #options: InboundOptions;

  constructor(options: InboundOptions) {
    this.#options = options;
  }

  /** Answers a request; never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const visit = { request, response, url: request.url as string, started: this.#options.now() };
    try {
      const later = this.#enter(visit);
      if (later) later.catch((error: unknown) => this.#refuse(visit, error));
    } catch (error) {
      this.#refuse(visit, error);
    }
  }

  #enter(visit: Visit): void | Promise<void> {
    const { request, url } = visit;
    const query = url.indexOf("?");
    const match = this.#options.endpoints.find(query < 0 ? url : url.slice(0, query));
    if (!match) throw mortiseError("API_NOT_FOUND", { what: "flow installed at this address" });
    const { endpoint } = match;
    const { methods } = endpoint;
    const method = request.method as string;
    if (methods && !methods.has(method)) {
      const allowed = [...methods].join(", ");
      visit.response.setHeader("Allow", allowed);
      throw mortiseError("API_METHOD", { method, allowed });
    }
    if (endpoint.auth === "none") return this.#read(visit, match);
    const address = request.socket?.remoteAddress ?? "";
    const asked = endpoint.admit(request.headers.authorization, this.#options.keys, address);
    return asked ? asked.then(() => this.#read(visit, match)) : this.#read(visit, match);
  }

  #read(visit: Visit, match: Match): void | Promise<void> {
    const { record } = match.endpoint.installed;
    if (record.state !== "started") {
      this.#send(visit, suspendedReply(record.flow, record.state, visit.request.headers.accept));
      return;
    }
    const { method } = visit.request;
    if (method === "GET" || method === "HEAD" || !hasBody(visit.request)) return this.#run(visit, match, undefined);
    return readBody(visit.request, match.endpoint.maxBytes).then((body) => this.#run(visit, match, body));
  }

  #run(visit: Visit, { endpoint, rest }: Match, body: Uint8Array | undefined): void | Promise<void> {
    const { request, url } = visit;
    const { installed, node } = endpoint;
    if (installed.counts.active >= MOST_AT_ONCE) throw mortiseError("API_RATE");
    const message = requestMessage(
      {
        method: request.method as string,
        url,
        rawHeaders: request.rawHeaders,
        contentType: body && request.headers["content-type"],
        body,
      },
      endpoint,
      rest,
    );
    const breadcrumbId = takeBreadcrumb(message);
    const { options } = installed.plan;
    // One at a time holds across all processes, so it goes through the database.
    if (options.delivery === "durable" || options.serial)
      return this.#runDurable(visit, endpoint, message, breadcrumbId, body);
    if (endpoint.oneWay) this.#echo(visit, body);
    installed.counts.active++;
    const answer = (run: DirectRun) => {
      installed.counts.active--;
      if (!endpoint.oneWay) this.#answer(visit, run);
    };
    const lost = (error: unknown): never => {
      installed.counts.active--;
      throw error;
    };
    try {
      const run = this.#options.direct.run({
        installed,
        node: node.id,
        message,
        trigger: "http",
        breadcrumbId,
        created: visit.started,
      });
      return run instanceof Promise ? run.then(answer, lost) : answer(run);
    } catch (error) {
      return lost(error);
    }
  }

  async #runDurable(
    visit: Visit,
    { installed, node, oneWay }: Endpoint,
    message: Message,
    breadcrumbId: string | undefined,
    body: Uint8Array | undefined,
  ): Promise<void> {
    const { store, now } = this.#options;
    const run = newRun(installed, "http", node.id, snapshotOf(message), now(), breadcrumbId);
    await store.dispatcher.start(run);
    if (oneWay) {
      this.#echo(visit, body);
      return;
    }
    const ended = await waitForRun(this.#options, run.tenant, run.id, LONGEST_WAIT);
    this.#send(visit, this.#replyOfRecord(visit, ended));
  }

  #replyOfRecord(visit: Visit, run: RunRecord | undefined): Reply {
    const { accept } = visit.request.headers;
    if (run?.message && (run.status === "completed" || run.handled))
      return replyOf(
        Message.decode(run.message),
        this.#replyTo(visit, undefined, run.status === "completed" ? 200 : 500),
      );
    // Parked: the caller cannot wait for a person, and may know whether what he asked for was done.
    if (run && ["failed", "cancelled", "parked"].includes(run.status))
      return failureReply(run.error ?? undefined, accept);
    return failureReply({ code: "ENGINE_TIMEOUT", message: `The run ${run?.id ?? ""} is still at work.` }, accept);
  }

  #answer(visit: Visit, { outcome, world, plan }: DirectRun): void {
    const { status, handled, message, error } = outcome;
    if (status !== "completed" && !handled) {
      this.#send(visit, failureReply(error, visit.request.headers.accept));
      return;
    }
    const secrets = world.hasSecrets(plan) ? world.secretsOf(plan) : undefined;
    this.#send(visit, replyOf(message, this.#replyTo(visit, secrets, status === "completed" ? 200 : 500)));
    message.largeBody?.close();
  }

  #replyTo({ url, request }: Visit, secrets: RunSecrets | undefined, status: number): ReplyTo {
    return {
      url,
      contentType: request.method === "GET" ? undefined : request.headers["content-type"],
      secrets,
      status,
    };
  }

  /** One way: the caller gets his own body back at once. */
  #echo(visit: Visit, body: Uint8Array | undefined): void {
    const type = visit.request.headers["content-type"];
    const headers = body && type !== undefined ? ["Content-Type", type] : [];
    this.#send(visit, { status: 200, headers, body: body ?? "" });
  }

  #send({ response, started, request }: Visit, { status, headers, body }: Reply): void {
    if (response.destroyed) return;
    const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
    const own = ["ResponseTime", String(this.#options.now() - started)];
    if (length > 0) own.push("X-Content-Type-Options", "nosniff");
    if (status !== 204 && status !== 304) own.push("Content-Length", String(length));
    response.writeHead(status, [...headers, ...own]);
    response.end(request.method === "HEAD" ? undefined : body);
  }

  /** The door's own refusals are problems, as the API's. */
  #refuse(visit: Visit, error: unknown): void {
    const { response, request } = visit;
    const known = asMortiseError(error);
    if (known.code === "ENGINE_BUG") this.#options.log.error({ err: error }, "an inbound request failed");
    if (response.headersSent || response.destroyed) return;
    const problem = toProblem(known);
    if (problem.status === 401) response.setHeader("WWW-Authenticate", 'Bearer realm="Mortise", Basic realm="Mortise"');
    if (problem.status === 429) response.setHeader("Retry-After", "1");
    // What is left of a body that is too large is not read: the connection cannot be used again.
    if (problem.status === 413) response.setHeader("Connection", "close");
    response.writeHead(problem.status, { "Content-Type": "application/problem+json; charset=utf-8" });
    response.end(request.method === "HEAD" ? undefined : JSON.stringify(problem));
  }
}
