import {
  asMortiseError,
  type Clock,
  type Components,
  decode,
  type Environment,
  type FlowDocument,
  type Json,
  type Languages,
  type Log,
  Message,
  MortiseError,
  type ScriptRunner,
  type StepRecord,
  sameValue,
  standInGrants,
  toText,
} from "@mortise/contract";
import { didYouMean } from "../document/suggest.ts";
import { compilePlan, type Plan, type PlanContext } from "../plan/plan.ts";
import { errorRecord } from "../run/errors.ts";
import type { RunOutcome } from "../run/ports.ts";
import { runPlan } from "../run/run-plan.ts";
import { type FlowTest, type FlowTestCase, type Given, readInstant } from "./flow-test.ts";
import { type MemoryVariables, memoryVariables } from "./memory-variables.ts";
import { testTime } from "./patient-components.ts";
import { headerOf, type SentRequest, type StubHttp, stubHttp } from "./stub-http.ts";
import { type LinkSent, type StubLinks, stubLinks } from "./stub-links.ts";

/** What a test run needs beside the flow. */
export interface TestPorts {
  readonly components: Components;
  readonly languages: Languages;
  readonly scripts: ScriptRunner;
  readonly clock: Clock;
  readonly log?: Log;
}

/** One expectation that did not hold. */
export interface Mismatch {
  /** What was looked at: `path`, `variables.X`, `requests.0.body`. */
  readonly what: string;
  readonly expected: Json;
  readonly found: Json;
}

/** How one case went. */
export interface CaseReport {
  readonly name: string;
  readonly passed: boolean;
  readonly mismatches: readonly Mismatch[];
  readonly steps: readonly StepRecord[];
  readonly error?: RunOutcome["error"];
}

/** How a flow's tests went. */
export interface TestReport {
  readonly flow: string;
  readonly passed: boolean;
  readonly cases: readonly CaseReport[];
}

/** Runs the tests of a flow: real components and languages, variables in memory, stubs for the outside. Throws `FLOW_INVALID` when the flow cannot run. */
export async function runFlowTest(flow: FlowDocument, test: FlowTest, ports: TestPorts): Promise<TestReport> {
  const cases: CaseReport[] = [];
  for (const each of test.cases) cases.push(await runCase(flow, test.given ?? {}, each, ports));
  return { flow: flow.name, passed: cases.every(({ passed }) => passed), cases };
}

/** What holds for every case, with what one case adds or replaces; its stubs are asked first. */
export function mergeGiven(all: Given, one: Given = {}): Given {
  return {
    variables: { ...all.variables, ...one.variables },
    properties: { ...all.properties, ...one.properties },
    secrets: { ...all.secrets, ...one.secrets },
    stubs: [...(one.stubs ?? []), ...(all.stubs ?? [])],
    grants: { ...all.grants, ...one.grants },
    links: [...(one.links ?? []), ...(all.links ?? [])],
  };
}

async function runCase(flow: FlowDocument, all: Given, test: FlowTestCase, ports: TestPorts): Promise<CaseReport> {
  const given = mergeGiven(all, test.given);
  const environment = test.environment ?? "test";
  const at = (test.at === undefined ? undefined : readInstant(test.at)) ?? ports.clock.now();
  const { clock, patient } = testTime(at, ports.clock);
  const context = { ...ports, components: patient(ports.components), environment, secrets: given.secrets ?? {} };
  const plan = tryCompile(withProperties(flow, environment, given.properties), context);
  if (plan instanceof MortiseError) return refused(test, plan);
  const start = test.from ?? plan.start.id;
  const unknown = [...unknownNames(plan, start, given)];
  if (unknown.length > 0) return { name: test.name, passed: false, mismatches: unknown, steps: [] };
  const variables = memoryVariables(given.variables, environment);
  const http = stubHttp(given.stubs ?? []);
  const links = stubLinks(given.links ?? []);
  const outcome = await runPlan(
    plan,
    {
      runId: `test-${test.name}`,
      node: start,
      message: messageOf(test.message),
      created: at,
      nominal: at,
    },
    {
      tenant: "test",
      clock,
      random: () => 0.5,
      variables,
      scripts: ports.scripts,
      http,
      links,
      grants: () => standInGrants((id) => given.grants?.[id]),
      log: ports.log ?? { write: () => {} },
      trace: "all",
    },
  );
  const mismatches = [...compare(test.expect, outcome, variables, http, links)];
  return { name: test.name, passed: mismatches.length === 0, mismatches, steps: outcome.steps, error: outcome.error };
}

/** What a test speaks of and the flow has not: it would test something else than its author thinks. */
function* unknownNames(plan: Plan, start: string, { properties = {}, secrets = {} }: Given): Generator<Mismatch> {
  const ids = plan.nodes.keys();
  if (!plan.nodes.has(start))
    yield { what: "from", expected: `the id of a node${didYouMean(start, ids)}`, found: start };
  for (const [what, names] of Object.entries({ properties, secrets })) {
    for (const found of Object.keys(names)) {
      if (plan.properties.has(found)) continue;
      const expected = `a property of the flow${didYouMean(found, plan.properties.keys())}`;
      yield { what: `given.${what}`, expected, found };
    }
  }
}

/** The flow with other values for its properties. */
function withProperties(flow: FlowDocument, environment: Environment, values: Given["properties"] = {}): FlowDocument {
  const properties = Object.entries(flow.properties ?? {}).map(([name, property]) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return [name, value === undefined || "secret" in property ? property : { ...property, [environment]: value }];
  });
  return properties.length === 0 ? flow : { ...flow, properties: Object.fromEntries(properties) };
}

function tryCompile(flow: FlowDocument, context: PlanContext): Plan | MortiseError {
  try {
    return compilePlan(flow, context);
  } catch (error) {
    return asMortiseError(error);
  }
}

/** A flow that cannot be installed there: right when the test expects just that. */
function refused({ name, expect }: FlowTestCase, error: MortiseError): CaseReport {
  const first = error.errors?.[0];
  const code = error.errors?.length === 1 && first ? first.code : error.code;
  const passed = expect.error?.code === code && (expect.error.nodeId ?? first?.nodeId) === first?.nodeId;
  const mismatch = {
    what: "error.code",
    expected: expect.error?.code ?? "none: the flow runs",
    found: `${code}: ${error.message}`,
  };
  return { name, passed, mismatches: passed ? [] : [mismatch], steps: [], error: errorRecord(error) };
}

/** A message from the JSON of a test or request. */
export function messageOf(
  json: { readonly headers?: { readonly [name: string]: Json }; readonly body?: Json } = {},
): Message {
  const message = new Message(json.body === undefined ? null : decode(json.body));
  for (const [name, value] of Object.entries(json.headers ?? {})) message.setHeader(name, decode(value));
  return message;
}

function* compare(
  expected: FlowTestCase["expect"],
  outcome: RunOutcome,
  variables: MemoryVariables,
  http: StubHttp,
  links: StubLinks,
): Generator<Mismatch> {
  const status = expected.status ?? (expected.error ? "failed" : "completed");
  if (outcome.status !== status)
    yield {
      what: "status",
      expected: status,
      found: outcome.error ? `${outcome.status}: ${outcome.error.message}` : outcome.status,
    };
  if (expected.handled !== undefined && outcome.handled !== expected.handled)
    yield { what: "handled", expected: expected.handled, found: outcome.handled ?? false };
  if (expected.path && expected.path.join() !== outcome.path.join())
    yield { what: "path", expected: expected.path as Json, found: [...outcome.path] };
  for (const key of ["code", "nodeId"] as const) {
    const wanted = expected.error?.[key];
    if (wanted !== undefined && outcome.error?.[key] !== wanted)
      yield { what: `error.${key}`, expected: wanted, found: outcome.error?.[key] ?? null };
  }
  yield* compareMessage(expected, outcome.message);
  for (const [name, value] of Object.entries(expected.variables ?? {})) {
    if (variables.value(name) !== value)
      yield { what: `variables.${name}`, expected: value, found: variables.value(name) };
  }
  if (expected.requests) yield* compareRequests(expected.requests, http.requests);
  if (expected.links) yield* compareLinks(expected.links, links.sent);
}

function* compareMessage(
  { message: expected, withoutHeaders = [] }: FlowTestCase["expect"],
  message: Message,
): Generator<Mismatch> {
  for (const [name, json] of Object.entries(expected?.headers ?? {})) {
    const found = message.header(name) ?? null;
    // SetHeader makes texts, scripts make values: "true" in a test means either.
    if (!sameValue(found, decode(json)) && !(typeof json === "string" && toText(found) === json))
      yield { what: `message.headers.${name}`, expected: json, found: toText(found) };
  }
  for (const name of withoutHeaders)
    if (message.headers.has(name))
      yield { what: `message.headers.${name}`, expected: "no such header", found: "a value" };
  if (expected?.body === undefined) return;
  const { body } = message;
  const same =
    typeof expected.body === "object" && expected.body !== null && typeof body === "string"
      ? sameJson(body, expected.body)
      : sameValue(body, decode(expected.body));
  if (!same) yield { what: "message.body", expected: expected.body, found: toText(body) };
}

function* compareRequests(
  expected: NonNullable<FlowTestCase["expect"]["requests"]>,
  sent: readonly SentRequest[],
): Generator<Mismatch> {
  if (sent.length !== expected.length)
    yield {
      what: "requests",
      expected: `${expected.length} requests`,
      found: sent.map(({ method, url }) => `${method} ${url}`),
    };
  for (const [index, wanted] of expected.entries()) {
    const found = sent[index];
    if (!found) continue;
    const at = `requests.${index}`;
    for (const key of ["method", "url", "body"] as const) {
      const want = wanted[key];
      if (want !== undefined && found[key] !== want) yield { what: `${at}.${key}`, expected: want, found: found[key] };
    }
    for (const [name, value] of Object.entries(wanted.headers ?? {})) {
      if (headerOf(found, name) !== value)
        yield { what: `${at}.headers.${name}`, expected: value, found: headerOf(found, name) ?? null };
    }
    for (const name of wanted.withoutHeaders ?? [])
      if (headerOf(found, name) !== undefined)
        yield { what: `${at}.headers.${name}`, expected: "not sent", found: "sent" };
  }
}

function* compareLinks(
  expected: NonNullable<FlowTestCase["expect"]["links"]>,
  sent: readonly LinkSent[],
): Generator<Mismatch> {
  if (sent.length !== expected.length)
    yield { what: "links", expected: `${expected.length} calls`, found: sent.map(({ flow }) => flow) };
  for (const [index, wanted] of expected.entries()) {
    const found = sent[index];
    if (!found) continue;
    const at = `links.${index}`;
    for (const key of ["flow", "pattern"] as const) {
      const want = wanted[key];
      if (want !== undefined && found[key] !== want) yield { what: `${at}.${key}`, expected: want, found: found[key] };
    }
    const message = wanted.message ? { message: wanted.message } : {};
    for (const mismatch of compareMessage(message, found.message))
      yield { ...mismatch, what: `${at}.${mismatch.what}` };
  }
}

function sameJson(text: string, expected: Json): boolean {
  try {
    return sameValue(decode(JSON.parse(text)), decode(expected));
  } catch {
    return false;
  }
}
