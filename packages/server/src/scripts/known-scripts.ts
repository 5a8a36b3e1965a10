import type { Exchange, Script } from "@mortise/contract";
import type { Part } from "@mortise/languages/scripts";
import type { Introduction } from "./protocol.ts";

/** A script of one owner, and what it was seen to read. */
export interface KnownScript extends Introduction {
  /** The parts of its exchange that go along with it. */
  readonly wants: Set<Part>;
}

/** Scripts known at once; the ones met first are forgotten first. */
const KNOWN = 5_000;

/** The scripts that were run, under small numbers: their text crosses to each worker once. */
export class KnownScripts {
  readonly #byText = new Map<string, Map<string, KnownScript>>();
  readonly #byId = new Map<number, KnownScript>();
  readonly #forgotten: (id: number) => void;
  #last = 0;

  constructor(forgotten: (id: number) => void) {
    this.#forgotten = forgotten;
  }

  find({ language, source }: Script, { scope }: Exchange): KnownScript {
    const owner = `${scope.tenant}\n${scope.environment}\n${scope.flow}`;
    const key = `${language}\n${owner}`;
    const owners = this.#byText.get(source);
    const known = owners?.get(key);
    if (known) return known;
    this.#last += 1;
    const script = { id: this.#last, language, source, owner, wants: guessWants(source) };
    if (owners) owners.set(key, script);
    else this.#byText.set(source, new Map([[key, script]]));
    this.#byId.set(script.id, script);
    if (this.#byId.size > KNOWN) this.#forgetFirst();
    return script;
  }

  #forgetFirst(): void {
    const [first] = this.#byId.values();
    if (!first) return;
    this.#byId.delete(first.id);
    const owners = this.#byText.get(first.source);
    owners?.delete(`${first.language}\n${first.owner}`);
    if (owners?.size === 0) this.#byText.delete(first.source);
    this.#forgotten(first.id);
  }
}

/** What a script names it most likely reads. A wrong guess costs a second run, or a copy in vain. */
function guessWants(source: string): Set<Part> {
  const wants = new Set<Part>();
  if (/body/i.test(source)) wants.add("body");
  if (/\bflow\b/.test(source)) wants.add("flow");
  return wants;
}
