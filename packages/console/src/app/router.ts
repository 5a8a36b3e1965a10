import { useSyncExternalStore } from "react";

/** The pages of a tenant. */
export const PAGES = ["flows", "runs", "variables", "grants", "events", "audit", "keys"] as const;
export type PageName = (typeof PAGES)[number];

/** Where the reader is: a tenant, a page of it, and what is opened there. */
export interface Place {
  readonly tenant?: string;
  readonly page: PageName;
  /** A flow's name, a run's id. */
  readonly item?: string;
  /** A part of the item: `settings`, `versions`. */
  readonly part?: string;
  readonly query: URLSearchParams;
}

const listeners = new Set<() => void>();
const guards = new Set<() => boolean>();

/** Reads a place out of an address. */
export function readPlace(url: URL): Place {
  const [mark, tenant, page, item, part] = url.pathname
    .split("/")
    .slice(1)
    .map((piece) => decode(piece));
  if (mark !== "t" || !tenant) return { page: "flows", query: url.searchParams };
  const known = PAGES.find((name) => name === page) ?? "flows";
  return { tenant, page: known, ...(item ? { item } : {}), ...(part ? { part } : {}), query: url.searchParams };
}

/** The address of a place. */
export function addressOfPlace(place: Partial<Omit<Place, "query">> & { query?: Record<string, string> }): string {
  const { tenant, page = "flows", item, part, query = {} } = place;
  if (!tenant) return "/";
  const path = ["t", tenant, page, ...(item ? [item] : []), ...(part ? [part] : [])].map(encodeURIComponent).join("/");
  const search = new URLSearchParams(query).toString();
  return `/${path}${search === "" ? "" : `?${search}`}`;
}

/** Goes to an address of the console; stays when a page has something unsaved and the reader wants to keep it. */
export function go(address: string, { replace = false } = {}): void {
  if (address === location.pathname + location.search) return;
  const { pathname } = new URL(address, location.origin);
  if (pathname !== location.pathname && ![...guards].every((mayLeave) => mayLeave())) return;
  history[replace ? "replaceState" : "pushState"](null, "", address);
  for (const listener of listeners) listener();
}

/** Asks before the reader leaves; gives back how to stop asking. */
export function guard(mayLeave: () => boolean): () => void {
  guards.add(mayLeave);
  return () => guards.delete(mayLeave);
}

/** Where the reader is now. */
export function usePlace(): Place {
  const href = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  return readPlace(new URL(href, location.origin));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("popstate", listener);
  };
}

function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}
