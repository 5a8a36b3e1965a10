import { type Exchange, mortiseError, type Value } from "@mortise/contract";
import { toJson } from "../json-text.ts";
import type { Settings } from "./settings.ts";

type Mapping = NonNullable<Settings["inputMapping"]>;
type Fields = Map<string, Value>;

/** The mapped headers of a request: names with their texts, in order. */
export function mappedHeaders(exchange: Exchange, mapping: Mapping = []): [string, string][] {
  return mapping.flatMap(({ to, value }): [string, string][] =>
    to.startsWith("header.") ? [[to.slice("header.".length), value.text(exchange)]] : [],
  );
}

/** The mapped body fields: as a form where the type says so, else as JSON; undefined when none is mapped. */
export function mappedBody(
  exchange: Exchange,
  mapping: Mapping = [],
  contentType: string | undefined,
): { readonly body: string; readonly contentType: string } | undefined {
  const fields = mapping.filter(({ to }) => to.startsWith("body."));
  if (fields.length === 0) return undefined;
  if (contentType && /^\s*application\/x-www-form-urlencoded\b/i.test(contentType)) {
    const form = new URLSearchParams();
    for (const { to, value } of fields) form.append(to.slice("body.".length), value.text(exchange));
    return { body: form.toString(), contentType };
  }
  const document: Fields = new Map();
  for (const { to, value } of fields) put(document, pathOf(to), value.evaluate(exchange));
  return { body: toJson(document), contentType: contentType ?? "application/json" };
}

/** The mapped path, each of its segments encoded; undefined when none is mapped. Throws for one that leads upwards. */
export function mappedPath(exchange: Exchange, mapping: Mapping = [], nodeId: string): string | undefined {
  const paths = mapping.flatMap(({ to, value }) => (to === "urlPath" ? [value.text(exchange)] : []));
  if (paths.length === 0) return undefined;
  const segments = paths.flatMap((path) => path.split("/")).filter((segment) => segment !== "");
  if (segments.some((segment) => segment === "." || segment === "..")) {
    const expected = "a path that leads on from the address";
    throw mortiseError(
      "FLOW_SETTINGS_INVALID",
      { setting: "inputMapping", expected, found: "one with . or .. in it" },
      { nodeId },
    );
  }
  return segments.map((segment) => encodeURIComponent(segment.toWellFormed())).join("/");
}

/** The names and positions of `body.data[0].id`. */
function pathOf(to: string): (string | number)[] {
  return [...to.slice("body.".length).matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([name, position]) =>
    position === undefined ? name : Number(position),
  );
}

/** Makes the maps and lists on the way to a field. A position past the end of a list is its next one: no list has holes. */
function put(document: Fields, path: readonly (string | number)[], value: Value): void {
  let at: Value = document;
  path.forEach((step, index) => {
    const next = path[index + 1];
    const known = child(at, step);
    const made: Value =
      next === undefined ? value : isBranch(known) ? known : typeof next === "number" ? [] : new Map();
    if (at instanceof Map) (at as Fields).set(String(step), made);
    else if (Array.isArray(at)) at[Math.min(Number(step), at.length)] = made;
    at = made;
  });
}

function child(parent: Value, step: string | number): Value | undefined {
  if (parent instanceof Map) return (parent as Fields).get(String(step));
  return Array.isArray(parent) ? parent[Number(step)] : undefined;
}

function isBranch(value: Value | undefined): value is Fields | Value[] {
  return value instanceof Map || Array.isArray(value);
}
