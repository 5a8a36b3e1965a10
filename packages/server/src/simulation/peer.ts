import { type HttpClient, type HttpRequest, mortiseError } from "@mortise/contract";
import type { Life, World } from "./world.ts";

/** A request that reached the peer. */
export interface Sent {
  readonly method: string;
  /** The path of the URL: what was called, and for which run. */
  readonly what: string;
  readonly key: string | undefined;
}

/** The other side: logs every request that reaches it, and answers, or commits and drops the line, or is not there. */
export class SimulatedPeer {
  readonly log: Sent[] = [];
  readonly #world: World;
  /** Told of a request before it is answered. */
  readonly #reached: (sent: Sent) => void;
  #unreliable = 0;

  constructor(world: World, reached: (sent: Sent) => void) {
    this.#world = world;
    this.#reached = reached;
  }

  /** How likely a request is to fail in one of the two ways. */
  failAt(probability: number): void {
    this.#unreliable = probability;
  }

  /** The peer as one process reaches it. */
  clientOf(life: Life): HttpClient {
    const world = this.#world;
    return {
      send: (request) =>
        new Promise((resolve, reject) => {
          const { url } = request;
          const fail = (sent: boolean) =>
            world.later(world.between(1, 50), life, () =>
              reject(mortiseError("REMOTE_UNREACHABLE", { url, what: sent ? "the line was cut" : "refused", sent })),
            );
          if (world.chance(this.#unreliable)) return fail(false);
          // On its way: it arrives though its sender may be dead by then.
          world.later(world.between(1, 80), undefined, () => {
            const sent = sentBy(request);
            this.log.push(sent);
            this.#reached(sent);
            if (world.chance(this.#unreliable)) return fail(true);
            const body = new TextEncoder().encode("{}");
            const headers = [["content-type", "application/json"]] as const;
            world.later(world.between(1, 80), life, () => resolve({ status: 200, headers, body, url }));
          });
        }),
    };
  }
}

function sentBy({ method, url, headers }: HttpRequest): Sent {
  const key = headers.find(([name]) => name.toLowerCase() === "idempotency-key")?.[1];
  return { method, what: new URL(url).pathname.slice(1), key };
}
