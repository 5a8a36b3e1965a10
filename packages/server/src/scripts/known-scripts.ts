import type { Exchange, Script, ScriptLimitsAsked } from "@mortise/contract";
import type { Part } from "@mortise/languages/scripts";
import type { ScriptLimits } from "./limits.ts";
import type { Introduction } from "./protocol.ts";

/** A script of one owner, and what it was seen to read. */
export interface KnownScript extends Introduction {
  readonly key: string;
  /** Whether it lasted when it last ran: then it goes to a worker that nobody else is with. */
  isSlow: boolean;
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
  readonly #limits: (asked: ScriptLimitsAsked | undefined) => ScriptLimits;
  #last = 0;

  constructor(limits: (asked: ScriptLimitsAsked | undefined) => ScriptLimits, forgotten: (id: number) => void) {
    this.#limits = limits;
    this.#forgotten = forgotten;
  }

  find({ language, source, limits: asked }: Script, { scope }: Exchange): KnownScript {
    const owner = `${scope.tenant}\n${scope.environment}\n${scope.flow}`;
    const key = keyOf(language, asked, owner);
    const owners = this.#byText.get(source);
    const known = owners?.get(key);
    if (known) return known;
    this.#last += 1;
    const limits = this.#limits(asked);
    const script = { id: this.#last, language, source, owner, limits, key, isSlow: false, wants: guessWants(source) };
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
    owners?.delete(first.key);
    if (owners?.size === 0) this.#byText.delete(first.source);
    this.#forgotten(first.id);
  }
}

/** What tells apart the scripts of one text: whose they are, and what they may use up. */
function keyOf(language: Script["language"], asked: ScriptLimitsAsked | undefined, owner: string): string {
  return asked ? `${language}\n${JSON.stringify(asked)}\n${owner}` : `${language}\n${owner}`;
}

/** What a script names it most likely reads. A wrong guess costs a second run, or a copy in vain. */
function guessWants(source: string): Set<Part> {
  const wants = new Set<Part>();
  if (/body/i.test(source)) wants.add("body");
  if (/\bflow\b/.test(source)) wants.add("flow");
  return wants;
}
