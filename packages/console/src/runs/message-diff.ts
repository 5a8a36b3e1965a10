/** A message as steps show it. */
export interface ShownMessage {
  readonly headers: { readonly [name: string]: unknown };
  readonly body: unknown;
}

/** One thing that a step changed. */
export interface Change {
  readonly place: "body" | "header" | "property";
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

interface State {
  readonly message: ShownMessage;
  readonly properties?: { readonly [name: string]: unknown } | undefined;
}

/** What a step did to its message. Header names differ by more than case. */
export function changesOf(before: State | undefined, after: State | undefined): readonly Change[] {
  if (!before || !after) return [];
  const body = [textOf(before.message.body), textOf(after.message.body)] as const;
  return [
    ...(body[0] === body[1] ? [] : [{ place: "body", name: "body", before: body[0], after: body[1] } as const]),
    ...named("header", before.message.headers, after.message.headers),
    ...named("property", before.properties ?? {}, after.properties ?? {}),
  ];
}

/** A value as people read it: text as it is, all else as indented JSON. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? prettified(value) : JSON.stringify(value, null, 2);
}

type Named = { readonly [name: string]: unknown };

function named(place: "header" | "property", before: Named, after: Named): Change[] {
  const key = (name: string) => (place === "header" ? name.toLowerCase() : name);
  const had = new Map(Object.entries(before).map(([name, value]) => [key(name), { name, value }]));
  const has = new Map(Object.entries(after).map(([name, value]) => [key(name), { name, value }]));
  return [...new Set([...had.keys(), ...has.keys()])].sort().flatMap((name): Change[] => {
    const [a, b] = [had.get(name), has.get(name)];
    if (a && b && JSON.stringify(a.value) === JSON.stringify(b.value)) return [];
    return [{ place, name: (b ?? a)?.name ?? name, before: a && textOf(a.value), after: b && textOf(b.value) }];
  });
}

/** Where it is JSON on one line, people read it indented. */
function prettified(text: string): string {
  if (!/^\s*[[{]/.test(text) || text.length > 200_000) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
