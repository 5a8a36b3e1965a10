import { mortiseError } from "@mortise/contract";
import {
  decodeHead,
  encodeResult,
  type JavaScriptRunner,
  loadGroovy,
  loadJavaScript,
  type Part,
} from "@mortise/languages/scripts";
import type { Introduction } from "./protocol.ts";

type Groovy = Awaited<ReturnType<typeof loadGroovy>>;
type GroovyScript = ReturnType<Groovy["compileGroovyScript"]>;

/** Compiled Groovy scripts kept; the ones compiled first go first. */
const COMPILED = 500;

/** The languages in one worker, each loaded with its first script, and the scripts compiled so far. */
export class ScriptBench {
  readonly #usual: number;
  readonly #compiled = new Map<string, GroovyScript>();
  #groovy: Groovy | undefined;
  /** QuickJS by the memory that it may take. */
  readonly #javascript = new Map<number, JavaScriptRunner>();

  /** `usual`: the memory of most scripts, in bytes. */
  constructor(usual: number) {
    this.#usual = usual;
  }

  isReady(language: Introduction["language"], memory: number): boolean {
    return language === "groovy" ? this.#groovy !== undefined : this.#javascript.get(memory)?.isReady === true;
  }

  async ready(language: Introduction["language"], memory: number): Promise<void> {
    if (language === "groovy") {
      this.#groovy ??= await loadGroovy();
      return;
    }
    let runner = this.#javascript.get(memory);
    if (!runner) {
      // Scripts of an unusual size are few: of their runners one is kept, since each holds 16 MB and more.
      for (const size of this.#javascript.keys()) if (size !== this.#usual) this.#javascript.delete(size);
      runner = await loadJavaScript({ memory });
      this.#javascript.set(memory, runner);
    }
    await runner.ready();
  }

  /** The result as text. Throws as `ScriptRunner.run`. */
  run(script: Introduction, head: string, part: (name: Part) => string): string {
    const { language, source, owner, limits } = script;
    if (language === "groovy" && this.#groovy) {
      const exchange = decodeHead(head, part);
      return encodeResult(this.#groovy.runGroovyScript(this.#compile(this.#groovy, source), exchange, limits));
    }
    const runner = this.#javascript.get(limits.memory);
    if (language === "javascript" && runner) return runner.runText({ source, owner, head, part }, limits);
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
