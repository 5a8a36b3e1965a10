import { type Exchange, encode, type Json, mortiseError, type Snapshot, toText, type Value } from "@mortise/contract";

/** Exchange properties in which a called run carries how it came to be. */
const DEPTH = "MortiseLinkDepth";
const CALLERS = "MortiseLinkCallers";
const SECRETS = "MortiseLinkSecrets";

/** Calls in a row: a flow that calls itself for page after page needs many, one without an end is noticed soon. */
const MOST_CALLS = 1_000;

/** Flows that wait for each other. */
const MOST_WAITING = 25;

/** How a run came to be called. */
export interface Trail {
  /** Calls that led to it. */
  readonly depth: number;
  /** The flows that wait for it, the first caller first. */
  readonly callers: readonly string[];
}

/** The trail of a run that calls. */
export function trailOf({ properties }: Exchange): Trail {
  const depth = properties.get(DEPTH);
  const callers = properties.get(CALLERS);
  return {
    depth: typeof depth === "number" ? depth : 0,
    callers: Array.isArray(callers) ? callers.map((caller) => toText(caller)) : [],
  };
}

/** The trail of the run that is called. Throws `LINK_ENDLESS` when there is no end in sight. */
export function nextTrail(trail: Trail, caller: string, called: string, waits: boolean): Trail {
  const depth = trail.depth + 1;
  const callers = waits ? [...trail.callers, caller] : [];
  if (callers.length > MOST_WAITING) throw endless([...callers, called]);
  if (depth > MOST_CALLS) throw mortiseError("LINK_ENDLESS", { path: `${called} is call ${depth} in a row` });
  return { depth, callers };
}

/** Flows that wait in a circle for each other, and will for ever. */
export function endless(flows: readonly string[]) {
  return mortiseError("LINK_ENDLESS", { path: flows.join(" → ") });
}

/** A trail as exchange properties. */
export function trailProperties({ depth, callers }: Trail): Map<string, Value> {
  const properties = new Map<string, Value>([[DEPTH, depth]]);
  if (callers.length > 0) properties.set(CALLERS, [...callers]);
  return properties;
}

/** The properties that a durable run is given by its caller. Rows are encrypted, so the secrets travel in them. */
export function linkedProperties(trail: Trail, secrets: readonly string[]): NonNullable<Snapshot["properties"]> {
  const properties: { [name: string]: Json } = {};
  for (const [name, value] of trailProperties(trail)) properties[name] = encode(value);
  if (secrets.length > 0) properties[SECRETS] = [...secrets];
  return properties;
}

/** Takes out of a run's properties the secrets that its message brought along: nobody must see them there. */
export function takeSecrets(properties: Map<string, Value>): string[] {
  const secrets = properties.get(SECRETS);
  properties.delete(SECRETS);
  return Array.isArray(secrets) ? secrets.map((secret) => toText(secret)) : [];
}

/** Whether somebody waits for the run's answer. */
export function isAwaited({ properties }: Snapshot): boolean {
  return properties?.[CALLERS] !== undefined;
}
