import { mortiseError, type Page, type PageRequest } from "@mortise/contract";

/** A page of a list that is at hand as a whole. Without a limit it is the whole list; the cursor is the key of the last item. */
export function pageOf<T>(items: readonly T[], { limit, cursor }: PageRequest, keyOf: (item: T) => string): Page<T> {
  const last = cursor === undefined ? -1 : items.findIndex((item) => keyOf(item) === cursor);
  if (cursor !== undefined && last < 0)
    throw mortiseError(
      "API_INVALID",
      { what: "the cursor leads nowhere any more; begin again without it" },
      { pointer: "/query/cursor" },
    );
  const start = last + 1;
  if (limit === undefined || start + limit >= items.length) return { items: items.slice(start) };
  const page = items.slice(start, start + limit);
  return { items: page, cursor: keyOf(page[limit - 1] as T) };
}
