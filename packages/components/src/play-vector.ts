import {
  asMortiseError,
  type Component,
  decode,
  Exchange,
  encode,
  Headers,
  type Join,
  type Json,
  Message,
  type MortiseError,
  type Outcome,
  type Scope,
  type ScriptRunner,
  type Secrets,
} from "@mortise/contract";
import type { Vector } from "./vector.ts";
import { VectorServices } from "./vector-services.ts";

/** What a vector is played with: the engine's compiled settings, and the ports that a table cannot stand in for. */
export interface Stage {
  compile(component: Component, vector: Vector): unknown;
  readonly scripts: ScriptRunner;
  secrets(): Secrets;
}

type Expected = Vector["expect"];

/** What became of everything that a vector's `expect` can speak of, and the error itself. */
export interface Played {
  readonly result: Expected;
  readonly error: MortiseError | undefined;
  readonly secrets: Secrets;
}

/** Plays a vector: runs the component once on what is given. */
export async function playVector(component: Component, vector: Vector, stage: Stage): Promise<Played> {
  const exchange = givenExchange(vector);
  const services = new VectorServices(vector, stage.scripts, stage.secrets());
  let outcome: Outcome;
  let parts: Pick<Expected, "split" | "parallel"> | undefined;
  let error: MortiseError | undefined;
  try {
    const settings = stage.compile(component, vector) as never;
    outcome = ((await component.run?.(exchange, settings, services)) ?? undefined) as Outcome;
    parts = await splitBodies(outcome);
    joinEnds(component.join?.(exchange, settings), exchange, vector.given?.ends ?? []);
    services.commit();
  } catch (thrown) {
    error = asMortiseError(thrown);
  }
  const { message } = exchange;
  const result: Expected = {
    headers: encodeAll(message.headers),
    named: message.headers.names().filter((name) => message.headers.isNamed(name)),
    body: encode(message.body),
    exchangeProperties: encodeAll(exchange.properties),
    ...(typeof outcome === "object" && "split" in outcome ? parts : outcome),
    ...(error ? { error: { code: error.code } } : {}),
    variables: services.variablesLeft(),
    requests: services.requests,
    links: services.calls,
    waits: services.waits,
    log: services.lines,
  };
  return { result, error, secrets: services.secrets };
}

/** The bodies of a split's parts; a part has the headers of the message that was split. */
async function splitBodies(outcome: Outcome): Promise<Pick<Expected, "split" | "parallel"> | undefined> {
  if (typeof outcome !== "object" || !("split" in outcome)) return undefined;
  const split: Json[] = [];
  for await (const part of outcome.split) split.push(encode(part.body));
  return outcome.parallel ? { split, parallel: true } : { split };
}

function joinEnds(join: Join | undefined, { message }: Exchange, ends: readonly Json[]): void {
  for (const [index, body] of ends.entries()) {
    const end = message.fork();
    end.body = decode(body);
    join?.add(end, index);
  }
  join?.end();
}

/** `expect` with everything that it leaves out: as it was given. */
export function expected({ given = {}, expect }: Vector): Expected {
  const { error, ...rest } = expect;
  return {
    headers: given.headers ?? {},
    named: given.named ?? [],
    body: given.body ?? null,
    exchangeProperties: given.exchangeProperties ?? {},
    variables: given.variables ?? {},
    requests: [],
    links: [],
    waits: [],
    log: [],
    ...rest,
    ...(error ? { error: { code: error.code } } : {}),
  };
}

function givenExchange({ given = {} }: Vector): Exchange {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given.headers ?? {}))
    headers.set(name, decode(value), given.named?.includes(name) ?? false);
  const properties = new Map(
    Object.entries(given.exchangeProperties ?? {}).map(([name, value]) => [name, decode(value)]),
  );
  return new Exchange("exchange-1", givenScope(given), new Message(decode(given.body ?? null), headers), properties);
}

function givenScope(given: NonNullable<Vector["given"]>): Scope {
  const now = Date.parse(given.now ?? "2026-01-01T00:00:00Z");
  const variables = Object.entries(given.variables ?? {}).map(
    ([name, written]) => [name, typeof written === "string" ? written : written.value] as const,
  );
  return {
    runId: "run-1",
    tenant: "demo",
    environment: "test",
    flow: "example",
    group: "",
    timeZone: given.timeZone ?? "Europe/Amsterdam",
    created: now,
    now: () => now,
    random: () => 0.5,
    properties: new Map(Object.entries(given.properties ?? {})),
    variables: new Map(variables),
  };
}

function encodeAll(values: Iterable<readonly [string, Parameters<typeof encode>[0]]>): { [name: string]: Json } {
  return Object.fromEntries([...values].map(([name, value]) => [name, encode(value)]));
}
