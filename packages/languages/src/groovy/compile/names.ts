/** Names that a closure's code mentions, by the closure; each is looked through once. */
const cache = new WeakMap<object, ReadonlySet<string>>();

/** The names that closures and classes within some code mention: variables by these names must be shared. */
export function namesInClosures(code: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(code, names, false);
  return names;
}

function walk(node: unknown, names: Set<string>, inside: boolean): void {
  if (typeof node !== "object" || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) walk(item, names, inside);
    return;
  }
  const { kind } = node as { kind?: string };
  if (kind === "closure" || isClass(node)) {
    for (const name of mentioned(node)) names.add(name);
    return;
  }
  if (inside) {
    const { name, object } = node as { name?: unknown; object?: unknown };
    if ((kind === "name" || (kind === "call" && object === null)) && typeof name === "string") names.add(name);
  }
  if (kind === "literal") return;
  for (const key in node) walk((node as Record<string, unknown>)[key], names, inside);
}

function isClass(node: object): boolean {
  return "initializers" in node;
}

function mentioned(closure: object): ReadonlySet<string> {
  let names = cache.get(closure) as Set<string> | undefined;
  if (!names) {
    names = new Set();
    cache.set(closure, names);
    for (const key in closure) walk((closure as Record<string, unknown>)[key], names, true);
  }
  return names;
}
