import { GRID, positions } from "../document/arrange.ts";
import type { FlowDocument } from "../document/flow-document.ts";

/** Where a new node goes: after the one at hand and linked to it, else where the reader looks. Never on another. */
export function placeFor(
  document: FlowDocument,
  after: string | undefined,
  middle: readonly [number, number],
): { readonly at: readonly [number, number]; readonly after: string | undefined } {
  const places = positions(document);
  const from = after === undefined ? undefined : places.get(after);
  let [x, y] = from ? [from[0] + GRID.x, from[1]] : [middle[0] - 100, middle[1] - 30];
  const taken = [...places.values()];
  while (taken.some(([left, top]) => Math.abs(left - x) < GRID.x * 0.8 && Math.abs(top - y) < GRID.y * 0.7))
    y += GRID.y;
  return { at: [Math.round(x / 10) * 10, Math.round(y / 10) * 10], after: from ? after : undefined };
}

/** Where a source goes: in front of the one node that nothing starts yet, if there is just one. */
export function placeForSource(document: FlowDocument, isSource: (type: string) => boolean) {
  const started = new Set(document.links.map(({ to }) => to));
  const [root, ...others] = document.nodes.filter(({ id, type }) => !started.has(id) && !isSource(type));
  if (!root || others.length > 0) return undefined;
  const [x, y] = positions(document).get(root.id) ?? [0, 0];
  return { at: [x - GRID.x, y] as const, before: root.id };
}
