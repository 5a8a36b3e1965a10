import { mortiseError } from "@mortise/contract";
import {
  decodeHead,
  encodeResult,
  type JavaScriptRunner,
  loadGroovy,
  loadJavaScript,
  type Part,
} from "@mortise/languages/scripts";
import type { ScriptLimits } from "./limits.ts";
import type { Introduction } from "./protocol.ts";

type Groovy = Awaited<ReturnType<typeof loadGroovy>>;
type GroovyScript = ReturnType<Groovy["compileGroovyScript"]>;

/** Compiled Groovy scripts kept; the ones compiled first go first. */
const COMPILED = 500;

/** The languages in one worker, each loaded with its first script, and the scripts compiled so far. */
export class ScriptBench {
  readonly #limits: ScriptLimits;
  readonly #compiled = new Map<string, GroovyScript>();
  #groovy: Groovy | undefined;
  #javascript: JavaScriptRunner | undefined;

  constructor(limits: ScriptLimits) {
    this.#limits = limits;
  }

  isReady(language: Introduction["language"]): boolean {
    return language === "groovy" ? this.#groovy !== undefined : this.#javascript?.isReady === true;
  }

  async ready(language: Introduction["language"]): Promise<void> {
    if (language === "groovy") this.#groovy ??= await loadGroovy();
    else {
      this.#javascript ??= await loadJavaScript({ memory: this.#limits.memory });
      await this.#javascript.ready();
    }
  }

  /** The result as text. Throws as `ScriptRunner.run`. */
  run(script: Introduction, head: string, part: (name: Part) => string): string {
    const { language, source, owner } = script;
    if (language === "groovy" && this.#groovy) {
      const exchange = decodeHead(head, part);
      return encodeResult(this.#groovy.runGroovyScript(this.#compile(this.#groovy, source), exchange, this.#limits));
    }
    if (language === "javascript" && this.#javascript) {
      return this.#javascript.runText({ source, owner, head, part }, this.#limits);
    }
    throw mortiseError("ENGINE_BUG", { what: `${language} was not loaded before its script ran` });
  }

  #compile(groovy: Groovy, source: string): GroovyScript {
    const known = this.#compiled.get(source);
    if (known) return known;
    const script = groovy.compileGroovyScript(source);
    this.#compiled.set(source, script);
    const [oldest] = this.#compiled.keys();
    if (this.#compiled.size > COMPILED && oldest !== undefined) this.#compiled.delete(oldest);
    return script;
  }
}
