import type { Plans } from "../flows/plans.ts";
import { Endpoint } from "./endpoint.ts";

/** The endpoint of a request, and what its address says behind it. */
export interface Match {
  readonly endpoint: Endpoint;
  /** What follows the endpoint; empty, or with a slash in front. */
  readonly rest: string;
}

/** All installed endpoints by their path. Made anew when anything is installed, so that a request is one look-up. */
export class Endpoints {
  #exact = new Map<string, Match>();
  #prefixes = new Map<string, Endpoint>();

  constructor(plans: Plans) {
    plans.onRefresh(() => this.#read(plans));
    this.#read(plans);
  }

  /** Finds the endpoint of a path as it came, without its query. */
  find(path: string): Match | undefined {
    return this.#exact.get(path) ?? this.#findDecoded(path);
  }

  #findDecoded(raw: string): Match | undefined {
    const path = decode(raw);
    if (path === undefined) return undefined;
    const exact = this.#exact.get(path);
    if (exact) return exact;
    // `/in/env/tenant/endpoint` has its fifth slash where the rest begins.
    const end = nthSlash(path, 5);
    const endpoint = end < 0 ? undefined : this.#prefixes.get(path.slice(0, end));
    return endpoint ? { endpoint, rest: path.slice(end) } : undefined;
  }

  #read(plans: Plans): void {
    const exact = new Map<string, Match>();
    const prefixes = new Map<string, Endpoint>();
    for (const installed of plans) {
      for (const node of installed.soundPlan?.sources ?? []) {
        if (node.spec.trigger !== "http") continue;
        const endpoint = new Endpoint(installed, node);
        exact.set(endpoint.path, { endpoint, rest: "" });
        if (endpoint.matchPrefix) prefixes.set(endpoint.path, endpoint);
      }
    }
    this.#exact = exact;
    this.#prefixes = prefixes;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function nthSlash(path: string, count: number): number {
  let at = -1;
  for (let found = 0; found < count; found++) {
    at = path.indexOf("/", at + 1);
    if (at < 0) return -1;
  }
  return at;
}
