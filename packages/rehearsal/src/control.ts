import type { FastifyInstance } from "fastify";
import { html } from "./authorize.ts";
import { FAULTS, type Fault } from "./fault.ts";
import { mistake } from "./mistake.ts";
import { escapeHtml, page } from "./pages.ts";
import { PROFILES } from "./profile.ts";
import type { Rehearsal } from "./rehearsal.ts";
import type { RehearsalStatus } from "./status.ts";

/** The doors for whoever conducts the rehearsal; none of them is part of OAuth. */
export function addControl(app: FastifyInstance, rehearsal: () => Rehearsal): void {
  app.get("/", async (_, reply) => {
    const { status, headers, body } = html(200, statusPage(rehearsal().status()));
    return reply.code(status).headers(headers).send(body);
  });
  app.get("/rehearsal/status", async () => rehearsal().status());
  app.get<{ Querystring: { after?: string } }>("/rehearsal/log", async ({ query }) => {
    const after = Number(query.after ?? 0);
    return rehearsal()
      .log()
      .filter(({ seq }) => !(seq <= after));
  });
  app.get("/rehearsal/profiles", async () => [...PROFILES.values()]);
  app.post<{ Body: { client?: string } | null }>("/rehearsal/tokens", async ({ body }) => {
    const client = body?.client;
    const tokens = rehearsal().issueTokens(client === undefined ? undefined : String(client));
    return { refresh_token: tokens.refresh, access_token: tokens.access, scope: tokens.scope, grant: tokens.grant?.id };
  });
  app.get("/rehearsal/faults", async () => ({ waiting: rehearsal().faults(), kinds: FAULTS }));
  app.post<{ Body: Fault | Fault[] }>("/rehearsal/faults", async ({ body }) => {
    for (const fault of Array.isArray(body) ? body : [body]) rehearsal().fault(fault);
    return { waiting: rehearsal().faults() };
  });
  app.delete("/rehearsal/faults", async () => {
    rehearsal().clearFaults();
    return { waiting: [] };
  });
  app.post<{ Body: { advance?: number; now?: string | number } | null }>("/rehearsal/clock", async ({ body }) => {
    const now = Date.parse(rehearsal().status().now);
    const to = body?.now === undefined ? Number.NaN : new Date(body.now).getTime();
    const ms = body?.advance ?? to - now;
    if (typeof ms !== "number" || !Number.isFinite(ms) || !isDate(now + ms))
      throw mistake('Send { "advance": milliseconds } or { "now": "an ISO instant" }.');
    return { now: new Date(rehearsal().advance(ms)).toISOString() };
  });
}

const isDate = (ms: number) => !Number.isNaN(new Date(ms).getTime());

function statusPage(status: RehearsalStatus): string {
  const rows = status.grants
    .slice(-50)
    .map(
      (grant) =>
        `<tr><td>${escapeHtml(grant.client)}</td><td>${escapeHtml(grant.user)}</td><td>${grant.state}${grant.reason ? `: ${escapeHtml(grant.reason)}` : ""}</td><td>${grant.generation}</td><td><code>${grant.live ?? "none"}</code></td></tr>`,
    )
    .join("");
  return page(
    "Rehearsal server",
    `<h1>Rehearsal server</h1><p class="soft">Profile ${escapeHtml(status.profile)}, at ${escapeHtml(status.now)}. <code>${escapeHtml(status.url)}/authorize</code>, <code>/token</code>, <code>/v2/providers/employers</code>.</p>
<p${status.everyTokenSpentOnce ? "" : ' class="bad"'}>${escapeHtml(status.sentence)}</p>
<table><thead><tr><th>Client</th><th>User</th><th>Grant</th><th>Generation</th><th>Live refresh token</th></tr></thead><tbody>${rows || '<tr><td colspan="5">No grants yet.</td></tr>'}</tbody></table>
<p class="soft"><a href="/rehearsal/status">status</a> · <a href="/rehearsal/log">log</a> · <a href="/rehearsal/faults">faults</a></p>`,
    true,
  );
}
