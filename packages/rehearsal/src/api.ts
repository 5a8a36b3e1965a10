import { type ApiRecord, EMPLOYEES, EMPLOYERS, PAYROLL_ADMINISTRATIONS, payrollOf } from "./api-data.ts";
import type { Fault } from "./fault.ts";
import { commits } from "./fault.ts";
import { digest, fingerprint } from "./fingerprint.ts";
import type { AccessToken } from "./ledger.ts";
import { type Answer, jsonAnswer, note, type World } from "./world.ts";

/** A call of the API as it came in. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
}

interface Resource {
  readonly path: RegExp;
  /** Undefined: there is no such record. */
  read(found: readonly string[], call: ApiCall, now: Date, token: AccessToken): unknown;
}

/** Of the real paths those that a payroll flow needs; shapes as the provider's, the data made up. */
const RESOURCES: readonly Resource[] = [
  { path: /^\/v2\/providers\/employers$/, read: (_, { query }) => list(EMPLOYERS, query) },
  {
    path: /^\/v2\/providers\/employers\/payrolladministrations\/([^/]+)\/payrollperiods\/(\d{4})-(\d{1,2})\/payrollperioddata$/,
    read: periodData,
  },
  {
    path: /^\/v2\/providers\/employers\/([^/]+)$/,
    read: ([employer]) => single(EMPLOYERS.find(({ id }) => id === employer)),
  },
  {
    path: /^\/v2\/providers\/employers\/([^/]+)\/payrolladministrations$/,
    read: ([employer = ""], { query }) => ofEmployer(PAYROLL_ADMINISTRATIONS, employer, query),
  },
  {
    path: /^\/v2\/providers\/employers\/([^/]+)\/employees$/,
    read: ([employer = ""], { query }) => ofEmployer(EMPLOYEES, employer, query),
  },
  { path: /^\/v2\/providers\/employers\/([^/]+)\/payrolls$/, read: payrolls },
  {
    path: /^\/api\/v1\/current\/Me$/,
    read: (_, __, ___, { client }) => ({
      d: { results: [{ CurrentDivision: 1001, FullName: "Rehearsal", ClientID: client }] },
    }),
  },
  {
    path: /^\/api\/v1\/(\d+)\/hrm\/Divisions$/,
    read: () => ({
      d: {
        results: EMPLOYERS.map(({ employerNumber, companyName }) => ({
          Code: employerNumber,
          Description: companyName,
        })),
      },
    }),
  },
  {
    path: /^\/api\/v1\/(\d+)\/financial\/Journals$/,
    read: ([division]) => ({
      d: {
        results: ["Sales", "Purchase", "Bank"].map((name, index) => ({
          Code: String(20 + index * 10),
          Description: name,
          Division: Number(division),
        })),
      },
    }),
  },
  {
    path: /^\/api\/whoami$/,
    read: (_, __, ___, { client, scope, grant, generation }) => ({ client, scope, grant, generation }),
  },
];

/** Answers a call of the API: 401 without a live access token, 404 for what there is not. */
export function answerApi(world: World, call: ApiCall): { answer: Answer; fault: Fault | undefined } | undefined {
  const resource = RESOURCES.map((each) => ({ ...each, match: each.path.exec(call.path) })).find(({ match }) => match);
  if (!resource) return undefined;
  const now = world.clock.now();
  const presented = /^bearer +([\w.~+/=-]+) *$/i.exec(call.authorization ?? "")?.[1];
  const token = presented === undefined ? undefined : world.ledger.accessTokens.get(digest(presented));
  const key = `${token?.client ?? "-"}|${token?.grant ?? "-"}|${resource.path.source}`;
  const fault = world.faults.take({ on: "api", client: token?.client });
  const finish = (answer: Answer, outcome: string) => {
    if (!world.budget.blockedFor(key, now)) world.budget.count(key, now, answer.status);
    note(world, {
      kind: "api",
      method: call.method,
      path: call.path,
      status: answer.status,
      outcome,
      client: token?.client,
      grant: token?.grant ?? undefined,
      generation: token?.generation,
      presented: presented === undefined ? undefined : fingerprint(digest(presented)),
      fault: fault?.kind,
    });
    return { answer, fault };
  };

  if (fault && !commits(fault)) return finish(jsonAnswer(503, { error: "temporarily_unavailable" }), "not processed");
  const wrong = mistakeOf(world, token, presented, call.authorization, now);
  if (wrong) {
    const challenge = `Bearer realm="rehearsal"${presented === undefined ? "" : `, error="invalid_token", error_description="${wrong}"`}`;
    return finish(
      jsonAnswer(
        401,
        { error: presented === undefined ? "unauthorized" : "invalid_token", error_description: wrong },
        { "www-authenticate": challenge },
      ),
      "invalid_token",
    );
  }
  const blocked = world.budget.blockedFor(key, now);
  if (blocked)
    return finish(jsonAnswer(429, { error: "too_many_errors" }, { "retry-after": String(blocked) }), "blocked");
  if (call.method !== "GET" && call.method !== "HEAD")
    return finish(jsonAnswer(405, { error: "method_not_allowed" }, { allow: "GET" }), "method_not_allowed");
  markUsed(world, token as AccessToken);
  const [, ...found] = resource.match as RegExpExecArray;
  const body = resource.read(found, call, new Date(now), token as AccessToken);
  return body === undefined
    ? finish(jsonAnswer(404, { error: "not_found" }), "not_found")
    : finish(jsonAnswer(200, body), "ok");
}

function mistakeOf(
  world: World,
  token: AccessToken | undefined,
  presented: string | undefined,
  authorization: string | undefined,
  now: number,
): string | undefined {
  if (presented === undefined)
    return authorization === undefined
      ? "A bearer token is wanted."
      : "The Authorization header is not a bearer token.";
  if (!token) return "The access token is unknown.";
  if (now >= token.expiresAt) return "The access token has expired.";
  if (token.grant !== null && world.ledger.grants.get(token.grant)?.dead) return "The access token was revoked.";
  return undefined;
}

/** Matters only where a spent refresh token lives on until its successor is used. */
function markUsed(world: World, token: AccessToken): void {
  if (world.profile.leeway.kind !== "untilSuccessorUsed" || token.grant === null) return;
  const grant = world.ledger.grants.get(token.grant);
  if (grant && !grant.used && grant.generation === token.generation)
    world.ledger.record({ type: "used", grant: grant.id });
}

function list(records: readonly ApiRecord[], query: URLSearchParams): unknown {
  const pageSize = wholeNumber(query.get("pageSize"), 250);
  const currentPage = wholeNumber(query.get("pageNumber"), 1);
  const items = records.slice((currentPage - 1) * pageSize, currentPage * pageSize);
  const totalPages = Math.max(1, Math.ceil(records.length / pageSize));
  return { totalSize: records.length, pageSize, currentPage, count: items.length, totalPages, _embedded: items };
}

function wholeNumber(text: string | null, absent: number): number {
  const number = text === null ? absent : Number(text);
  return Number.isSafeInteger(number) && number > 0 ? Math.min(number, 10_000) : absent;
}

const single = (record: ApiRecord | undefined) => record && { content: record, version: "2018-01-01" };

function ofEmployer(
  records: readonly (ApiRecord & { readonly employer: string })[],
  employer: string,
  query: URLSearchParams,
): unknown {
  if (!EMPLOYERS.some(({ id }) => id === employer)) return undefined;
  return list(
    records.filter((record) => record.employer === employer).map(({ employer: _, ...record }) => record),
    query,
  );
}

/** `?year=2026&month=11`; without them, the month that it is. */
function payrolls([employer = ""]: readonly string[], { query }: ApiCall, now: Date): unknown {
  if (!EMPLOYERS.some(({ id }) => id === employer)) return undefined;
  const month = wholeNumber(query.get("month"), now.getUTCMonth() + 1);
  return list(payrollOf(employer, wholeNumber(query.get("year"), now.getUTCFullYear()), month), query);
}

function periodData([administration, year, month]: readonly string[], { query }: ApiCall): unknown {
  const found = PAYROLL_ADMINISTRATIONS.find(({ id }) => id === administration);
  return found && list(payrollOf(found.employer, Number(year), Number(month)), query);
}
