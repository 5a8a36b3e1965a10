import { reach } from "./edit.ts";
import type { FlowDocument } from "./flow-document.ts";

/** From one box to the next, and from one row to the next. */
export const GRID = { x: 240, y: 120 } as const;

/** Where every box stands: as the author put it, else in its place from left to right. */
export function positions(document: FlowDocument): ReadonlyMap<string, readonly [number, number]> {
  const { layout = {}, nodes } = document;
  const missing = nodes.filter(({ id }) => layout[id] === undefined);
  if (missing.length === 0) return new Map(nodes.map(({ id }) => [id, layout[id] as readonly [number, number]]));
  const placed = arrange(document, errorNodes(document));
  // What has no place yet goes below what has, as a whole.
  const below = Math.max(0, ...nodes.flatMap(({ id }) => (layout[id] ? [layout[id][1] + GRID.y] : [])));
  const shift = missing.length === nodes.length ? 0 : below;
  return new Map(
    nodes.map(({ id }) => {
      const [x, y] = placed.get(id) ?? [0, 0];
      return [id, layout[id] ?? ([x, y + shift] as const)];
    }),
  );
}

/** Places of some boxes on one line: along the way in which they lie already, at the first one's height or edge. */
export function inLine(
  document: FlowDocument,
  ids: readonly string[],
): { readonly [id: string]: readonly [number, number] } {
  const places = positions(document);
  const chosen = ids.flatMap((id) => {
    const place = places.get(id);
    return place ? [[id, place] as const] : [];
  });
  const spread = (axis: 0 | 1) =>
    Math.max(...chosen.map(([, place]) => place[axis])) - Math.min(...chosen.map(([, place]) => place[axis]));
  const [, [left, top] = [0, 0]] = chosen[0] ?? [];
  const row = spread(0) >= spread(1);
  return Object.fromEntries(chosen.map(([id, [x, y]]) => [id, row ? [x, top] : [left, y]] as const));
}

/** The nodes of the error route: what a failed exchange can reach, and nothing else does. */
export function errorNodes(document: FlowDocument): ReadonlySet<string> {
  const starts = document.nodes.filter(({ type }) => type === "FailedExchange").map(({ id }) => id);
  return new Set(starts.flatMap((id) => [...reach(document, id)]));
}

/** Puts all boxes in columns by their distance from the start, the error route in a lane of its own below. */
export function arrange(
  document: FlowDocument,
  error = errorNodes(document),
): ReadonlyMap<string, readonly [number, number]> {
  const main = lane(document, (id) => !error.has(id), 0);
  const depth = Math.max(-1, ...[...main.values()].map(([, y]) => y / GRID.y)) + 1;
  const below = lane(document, (id) => error.has(id), main.size === 0 ? 0 : depth * GRID.y + GRID.y / 2);
  return new Map([...main, ...below]);
}

function lane(
  { nodes, links }: FlowDocument,
  belongs: (id: string) => boolean,
  top: number,
): Map<string, readonly [number, number]> {
  const ids = nodes.map(({ id }) => id).filter(belongs);
  const column = new Map<string, number>();
  const columnOf = (id: string, way: ReadonlySet<string>): number => {
    const known = column.get(id);
    if (known !== undefined) return known;
    // A cycle is a mistake that still has to be drawn.
    const before = links.filter(({ from, to }) => to === id && belongs(from) && !way.has(from));
    const found = Math.max(-1, ...before.map(({ from }) => columnOf(from, new Set([...way, id])))) + 1;
    column.set(id, found);
    return found;
  };
  const rows = new Map<number, number>();
  const placed = new Map<string, readonly [number, number]>();
  for (const id of ids) {
    const x = columnOf(id, new Set([id]));
    const parents = links
      .filter(({ to, from }) => to === id && placed.has(from))
      .map(({ from }) => placed.get(from)?.[1] ?? 0);
    const wished = parents.length === 0 ? 0 : Math.round((Math.min(...parents) - top) / GRID.y);
    const row = Math.max(wished, rows.get(x) ?? 0);
    rows.set(x, row + 1);
    placed.set(id, [x * GRID.x, top + row * GRID.y]);
  }
  return placed;
}
