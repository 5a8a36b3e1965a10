import { createRequire } from "node:module";
import type * as Re2 from "re2js";
import type { Run } from "../../runtime/run.ts";
import { Backtracker } from "./backtrack.ts";
import { hasLastEnd, linearText } from "./linear.ts";
import { parsePattern } from "./parse.ts";
import type { ParsedPattern } from "./tree.ts";

let loaded: typeof Re2 | undefined;

/** re2js, read when the first pattern needs it: it takes 20 ms that most processes need not spend. */
function re2(): typeof Re2 {
  loaded ??= createRequire(import.meta.url)("re2js") as typeof Re2;
  return loaded;
}

/** A compiled pattern: run by a linear engine where one can, else by one that counts its steps. */
export class Regex {
  readonly source: string;
  readonly flags: number;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  readonly #parsed: ParsedPattern;
  readonly #lastEnd: boolean;
  readonly #linear: Re2.RE2JS | undefined;
  #backtracker: Backtracker | undefined;

  constructor(source: string, flags: number) {
    this.source = source;
    this.flags = flags;
    this.#parsed = parsePattern(source, flags);
    this.groups = this.#parsed.groups;
    this.names = this.#parsed.names;
    this.#lastEnd = hasLastEnd(this.#parsed.tree);
    const text = linearText(this.#parsed.tree);
    this.#linear = text === undefined ? undefined : linearOf(text);
  }

  /** The ends of the groups of the first match at or after a place; `previous` is where the last one ended. */
  find(run: Run, text: string, from: number, previous = from): readonly number[] | undefined {
    if (this.#linear && !this.#endsInBreak(text)) {
      run.steps(1 + ((text.length - from) >> 4));
      const matcher = this.#linear.matcher(text);
      return matcher.find(from) ? this.#groupsOf(matcher) : undefined;
    }
    for (let at = from; at <= text.length; at++) {
      run.step();
      const found = this.#slow().matchAt(run, text, at, { whole: false, from: previous });
      if (found) return found;
    }
    return undefined;
  }

  /** The ends of the groups when the whole text matches. */
  matches(run: Run, text: string): readonly number[] | undefined {
    if (this.#linear && !this.#endsInBreak(text)) {
      run.steps(1 + (text.length >> 4));
      const matcher = this.#linear.matcher(text);
      return matcher.matches() ? this.#groupsOf(matcher) : undefined;
    }
    return this.#slow().matchAt(run, text, 0, { whole: true, from: 0 });
  }

  /** The ends of the groups when the text begins with a match. */
  lookingAt(run: Run, text: string): readonly number[] | undefined {
    return this.#slow().matchAt(run, text, 0, { whole: false, from: 0 });
  }

  #slow(): Backtracker {
    this.#backtracker ??= new Backtracker(this.#parsed.tree, this.groups);
    return this.#backtracker;
  }

  #endsInBreak(text: string): boolean {
    return this.#lastEnd && /[\r\u0085\u2028\u2029]|\n$/.test(text);
  }

  #groupsOf(matcher: Re2.Matcher): readonly number[] {
    const ends: number[] = [];
    for (let i = 0; i <= this.groups; i++) ends.push(matcher.start(i), matcher.end(i));
    return ends;
  }
}

function linearOf(text: string): Re2.RE2JS | undefined {
  try {
    return re2().RE2JS.compile(text);
  } catch {
    // Too large for the linear engine, such as many repetitions within repetitions: the other one counts its steps.
    return undefined;
  }
}

const cache = new Map<string, Regex>();
const MAX_CACHED = 500;

/** A compiled pattern, the same one for the same text. */
export function regexOf(source: string, flags = 0): Regex {
  const key = `${flags}:${source}`;
  let regex = cache.get(key);
  if (!regex) {
    regex = new Regex(source, flags);
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value as string);
    cache.set(key, regex);
  }
  return regex;
}
