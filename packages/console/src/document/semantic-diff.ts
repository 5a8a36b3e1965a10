import { type FlowDocument, type FlowLink, type Json, linkName } from "./flow-document.ts";

/** One thing that differs in meaning between two documents. Where a box stands is no meaning. */
export interface Difference {
  readonly what: "node" | "link" | "property" | "option" | "flow";
  readonly name: string;
  readonly kind: "added" | "removed" | "changed";
  /** Of something changed: the field, `settings.url`. */
  readonly field?: string;
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
}

/** What differs in meaning, in the order of a reader: flow, options, properties, nodes, links. */
export function semanticDiff(before: FlowDocument, after: FlowDocument): readonly Difference[] {
  return [
    ...(["name", "description"] as const).flatMap((field) =>
      changed("flow", field, field, before[field], after[field]),
    ),
    ...entries("option", before.options, after.options),
    ...things("property", before.properties ?? {}, after.properties ?? {}),
    ...things("node", byId(before), byId(after)),
    ...links(before.links ?? [], after.links ?? []),
    ...order(before, after),
  ];
}

function entries(what: "option", before: Fields = {}, after: Fields = {}): Difference[] {
  return keys(before, after).flatMap((name) => changed(what, name, name, before[name], after[name]));
}

type Fields = { readonly [name: string]: unknown };

function things(
  what: "property" | "node",
  before: { [name: string]: unknown },
  after: { [name: string]: unknown },
): Difference[] {
  return keys(before, after).flatMap((name): Difference[] => {
    if (!(name in before)) return [{ what, name, kind: "added", after: after[name] as Json }];
    if (!(name in after)) return [{ what, name, kind: "removed", before: before[name] as Json }];
    return fields(what, name, "", before[name] as Fields, after[name] as Fields);
  });
}

function fields(what: Difference["what"], name: string, path: string, before: Fields, after: Fields): Difference[] {
  return keys(before, after).flatMap((key) => {
    const [a, b] = [before[key], after[key]];
    const field = path === "" ? key : `${path}.${key}`;
    return isFields(a) && isFields(b) ? fields(what, name, field, a, b) : changed(what, name, field, a, b);
  });
}

function changed(what: Difference["what"], name: string, field: string, before: unknown, after: unknown): Difference[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [{ what, name, kind: "changed", field, before: before as Json | undefined, after: after as Json | undefined }];
}

function links(before: readonly FlowLink[], after: readonly FlowLink[]): Difference[] {
  const [had, has] = [before.map(linkName), after.map(linkName)];
  return [
    ...had.filter((name) => !has.includes(name)).map((name): Difference => ({ what: "link", name, kind: "removed" })),
    ...has.filter((name) => !had.includes(name)).map((name): Difference => ({ what: "link", name, kind: "added" })),
  ];
}

/** Links of one output are followed in order, so their order is meaning. */
function order(before: FlowDocument, after: FlowDocument): Difference[] {
  const ways = (document: FlowDocument) => {
    const found = new Map<string, string[]>();
    for (const { from, output = "out", to } of document.links ?? []) {
      const key = output === "out" ? from : `${from} ·${output}`;
      found.set(key, [...(found.get(key) ?? []), to]);
    }
    return found;
  };
  const [had, has] = [ways(before), ways(after)];
  return [...had].flatMap(([name, targets]): Difference[] => {
    const now = has.get(name);
    const same = now && [...now].sort().join() === [...targets].sort().join() && now.join() !== targets.join();
    return same ? [{ what: "link", name, kind: "changed", field: "order", before: targets, after: now }] : [];
  });
}

function byId({ nodes }: FlowDocument): { [id: string]: unknown } {
  return Object.fromEntries(nodes.map(({ id, ...rest }) => [id, rest]));
}

function keys(before: Fields, after: Fields): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
