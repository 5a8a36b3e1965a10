import { Writable } from "node:stream";
import { embeddedTestServer, openTestStore } from "@mortise/store/testing";
import pg from "pg";
import { type Rehearsal, startRehearsal } from "../../../rehearsal/src/index.ts";
import { createApp } from "../app.ts";
import { createLog } from "../log.ts";
import { createRuntime, type Runtime } from "../runtime.ts";
import { TestClient } from "./client.ts";
import { noScripts } from "./scripts.ts";

const ADMIN = "admin-key-of-the-canaries";
const VARIABLE = "Loket_Refresh_Token_KLANT";
const CLIENT = { client_id: "ThirdPartiesTestClient", client_secret: "Welkom01" };
/** Every so many runs the access token is thrown away, so that there are many. */
const ROTATE = 25;
const AT_ONCE = 10;

/** Where tokens were looked for, and where one was found. */
export interface CanaryReport {
  readonly runs: number;
  readonly tokens: number;
  readonly places: number;
  readonly hits: readonly string[];
}

/**
 * Runs flows whose tokens are canaries, with failures at every node, by a grant and by hand; then looks for every token
 * that ever was, in its usual encodings, in all that the server said and kept. With a grant none may stand even in rows
 * that are encrypted, so these are read decrypted.
 */
export async function flyCanaries(runs: number, progress: (done: number) => void = () => {}): Promise<CanaryReport> {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const server = await embeddedTestServer();
  const opened = await openTestStore({}, server);
  const rehearsal = await startRehearsal({ profile: "strict" });
  const runtime = await createRuntime({
    store: opened.store,
    scripts: noScripts,
    allowPrivate: ["127.0.0.1"],
    log: createLog("debug", sink),
  });
  await opened.store.keys.ensureAdmin(ADMIN, "admin");
  await opened.store.tenants.create({ id: "demo", name: "Demo" });
  const app = await createApp(runtime);
  try {
    const api = await TestClient.of(app, ADMIN);
    const flight = new Flight(runtime, api, rehearsal);
    await flight.prepare();
    for (let done = 0; done < runs; done += AT_ONCE) {
      await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => flight.run(done + index)));
      if (done % ROTATE === 0) await flight.rotate();
      progress(done + AT_ONCE);
    }
    const said = new Map<string, string>();
    said.set("the log", lines.join(""));
    for (const [place, text] of await flight.answers()) said.set(place, text);
    for (const [place, text] of await rowsOf(opened.options.url as string)) said.set(place, text);
    const hits = [...said].flatMap(([place, text]) => found(text, flight.tokens).map((kind) => `${kind} in ${place}`));
    for (const [place, text] of await flight.decrypted())
      hits.push(...found(text, flight.ofGrant).map((kind) => `${kind} in ${place}, decrypted`));
    return { runs, tokens: flight.tokens.size, places: said.size, hits };
  } finally {
    await app.close();
    await runtime.close(1_000);
    await rehearsal.close();
    await opened.close();
    await server.close();
  }
}

/** The flows, and every token that they had. */
class Flight {
  readonly tokens = new Set<string>();
  readonly ofGrant = new Set<string>();
  readonly #runtime: Runtime;
  readonly #api: TestClient;
  readonly #rehearsal: Rehearsal;
  readonly #runs: { readonly id: string; readonly flow: string }[] = [];

  constructor(runtime: Runtime, api: TestClient, rehearsal: Rehearsal) {
    this.#runtime = runtime;
    this.#api = api;
    this.#rehearsal = rehearsal;
  }

  async prepare(): Promise<void> {
    const { url } = this.#rehearsal;
    await this.#ok("/tenants/demo/grants", {
      id: "canary",
      environment: "test",
      profile: "strict",
      clientId: CLIENT.client_id,
      clientSecret: CLIENT.client_secret,
      tokenUrl: `${url}/token`,
    });
    const first = this.#rehearsal.issueTokens();
    await this.#ok("/tenants/demo/grants/canary/put", { refreshToken: first.refresh, accessToken: first.access });
    this.#learn(first.refresh, true);
    this.#learn(first.access, true);
    const hand = this.#rehearsal.issueTokens();
    this.#learn(hand.refresh, false);
    this.#learn(hand.access, false);
    await this.#runtime.store.variables.put("demo", VARIABLE, { test: hand.refresh ?? "", encrypted: true }, "test");
    for (const flow of [byGrant(url), byHand(url)]) {
      await this.#ok("/tenants/demo/flows", flow);
      await this.#ok(`/tenants/demo/flows/${flow.name}/install`, { environment: "test" });
    }
  }

  /** One run, of which most fail at some node or other. */
  async run(index: number): Promise<void> {
    const flow = index % 2 === 0 ? "by-grant" : "by-hand";
    const headers = { failAt: String(Math.floor(index / 2) % 6) };
    const { body } = await this.#api.post(`/tenants/demo/flows/${flow}/runs`, {
      environment: "test",
      message: { headers, body: "" },
    });
    this.#runs.push({ id: body.id, flow });
    if (flow === "by-hand") await this.#mend(body.id, body.status);
    await this.#look();
  }

  /** Learns the tokens that a run by hand had, stored or lost; and gives the next one a new token where one was lost. */
  async #mend(run: string, status: string): Promise<void> {
    const journal = JSON.stringify(await this.#runtime.store.runs.journal("demo", run));
    for (const [, token] of journal.matchAll(/(?:access|refresh)_token\\*":\s*\\*"([^"\\]+)/g))
      this.#learn(token, false);
    if (status !== "failed") return;
    const { refresh = "" } = this.#rehearsal.issueTokens();
    this.#learn(refresh, false);
    await this.#runtime.store.variables.put("demo", VARIABLE, { test: refresh }, "test");
  }

  /** Makes the grant fetch another token. */
  async rotate(): Promise<void> {
    await this.#api.post("/tenants/demo/grants/canary/refresh", {});
    await this.#look();
  }

  async #look(): Promise<void> {
    const { variables, grants } = this.#runtime.store;
    this.#learn((await grants.read("demo", "canary")).accessToken, true);
    this.#learn((await variables.read("demo", "test", VARIABLE)).value, false);
  }

  #learn(token: string | undefined, ofGrant: boolean): void {
    if (!token) return;
    this.tokens.add(token);
    if (ofGrant) this.ofGrant.add(token);
  }

  /** What a viewer can be told. */
  async answers(): Promise<[string, string][]> {
    const key = await this.#ok("/tenants/demo/keys", { name: "viewer", role: "viewer" });
    const viewer = this.#api.as(key.key);
    const paths = [
      "variables?limit=200",
      "variables/export",
      "grants",
      "grants/canary",
      "grants/canary/ledger?limit=200",
      "events?limit=200",
      "audit?limit=200",
      "alarms",
      "runs?limit=200",
      ...this.#runs.slice(-200).flatMap(({ id }) => [`runs/${id}`, `runs/${id}/trace`]),
    ];
    const said: [string, string][] = [];
    for (const path of paths) said.push([path, (await viewer.get(`/tenants/demo/${path}`)).text]);
    return said;
  }

  /** Rows of runs that went by the grant, as the tenant's key opens them. */
  async decrypted(): Promise<[string, string][]> {
    const { runs, traces } = this.#runtime.store;
    await traces.flush();
    const said: [string, string][] = [];
    for (const { id } of this.#runs.filter(({ flow }) => flow === "by-grant").slice(-200)) {
      said.push([`run ${id}`, JSON.stringify(await runs.get("demo", id))]);
      said.push([`journal of ${id}`, JSON.stringify(await runs.journal("demo", id))]);
      said.push([`trace of ${id}`, JSON.stringify(await traces.read("demo", id))]);
    }
    return said;
  }

  async #ok(path: string, body: object) {
    const answer = await this.#api.post(path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
    return answer.body;
  }
}

const fails = (step: number) => `\${header.failAt} == '${step}'`;

/** A node that fails where the message says so: an address that is not there, with all that the message holds sent along. */
function trap(step: number, url: string) {
  return {
    id: `trap-${step}`,
    type: "HTTP",
    settings: { url: `${url}/nowhere/${step}`, useErrorRoute: true, excludeHeaders: ["failAt"] },
  };
}

/** Nodes in a row, and before each a trap that springs when the message says so. */
function trapped(name: string, url: string, nodes: readonly { readonly id: string }[]) {
  const all: object[] = [{ id: "on-error", type: "FailedExchange" }, logAll("log-error")];
  const links: object[] = [{ from: "on-error", to: "log-error" }];
  nodes.forEach((node, step) => {
    const next = nodes[step + 1];
    const rule = { name: "trap", expression: fails(step) };
    all.push({ id: `fork-${step}`, type: "ContentRouter", settings: { rules: [rule] } }, trap(step, url), node);
    links.push({ from: `fork-${step}`, to: `trap-${step}`, output: "trap" });
    links.push({ from: `fork-${step}`, to: node.id, output: "otherwise" });
    if (next) links.push({ from: node.id, to: `fork-${step + 1}` });
  });
  return { flow: 1, name, options: { trace: "all", delivery: "durable", runs: "parallel" }, nodes: all, links };
}

const logAll = (id: string) => ({
  id,
  type: "Log",
  settings: { message: "Seen ${headers} ${body} ${exception.message}", showHeaders: true, showBody: true },
});

function byGrant(url: string) {
  const call = (id: string) => ({
    id,
    type: "HTTP",
    settings: { url: `${url}/v2/providers/employers`, grant: "canary", excludeHeaders: ["failAt"] },
  });
  return trapped("by-grant", url, [call("first"), logAll("log-first"), call("second"), logAll("log-second")]);
}

function byHand(url: string) {
  const form = { grant_type: "refresh_token", refresh_token: "${header.loket_refresh_token}", ...CLIENT };
  const flow = trapped("by-hand", url, [
    { id: "read", type: "GetTenantVariable", settings: { header: "loket_refresh_token", variable: VARIABLE } } as never,
    { id: "spend", type: "HTTP", settings: { method: "POST", url: `${url}/token`, form } } as never,
    {
      id: "save",
      type: "SetTenantVariable",
      settings: { variable: VARIABLE, value: { language: "jsonpath", source: "$.refresh_token" }, encrypt: true },
    } as never,
    logAll("log-saved") as never,
  ]);
  // Two runs at once would spend one token twice; and what stands between call and save may lose the new one.
  return { ...flow, options: { ...flow.options, runs: "one at a time" } };
}

/** Which tokens stand in a text, as they are or in a usual encoding. */
function found(text: string, tokens: ReadonlySet<string>): string[] {
  return [...tokens].flatMap((token) => {
    const bytes = Buffer.from(token);
    const forms = [
      token,
      encodeURIComponent(token),
      bytes.toString("base64").replace(/=+$/, ""),
      bytes.toString("hex"),
    ];
    return forms.some((form) => text.includes(form)) ? [`a token (${token.slice(0, 4)}…)`] : [];
  });
}

/** Every row of every table as its owner sees it, the queue's too; byte strings as hex. */
async function rowsOf(url: string): Promise<[string, string][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const said: [string, string][] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      said.push([`table ${name}`, rows.map(({ row }) => row).join("\n")]);
    }
    return said;
  } finally {
    await client.end();
  }
}
