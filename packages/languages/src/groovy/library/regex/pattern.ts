import type { GClass } from "../../runtime/class.ts";
import { GString } from "../../runtime/gstring.ts";
import { JList } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, declareInterface, OBJECT } from "../../runtime/types.ts";
import type { Regex } from "./regex.ts";
import { regexOf } from "./regex.ts";

export const PATTERN = declare("java.util.regex.Pattern", OBJECT);
export const MATCH_RESULT = declareInterface("java.util.regex.MatchResult");
export const MATCHER = declare("java.util.regex.Matcher", OBJECT, MATCH_RESULT);

/** `java.util.regex.Pattern`. */
export class Pattern extends GObject {
  readonly regex: Regex;

  constructor(regex: Regex) {
    super();
    this.regex = regex;
  }

  override get cls(): GClass {
    return PATTERN;
  }

  override text(): string {
    return this.regex.source;
  }

  override isCase(run: Run, value: Obj): boolean {
    return value !== null && this.regex.matches(run, textOf(value)) !== undefined;
  }
}

/** The pattern that a value stands for: a Pattern, or the text of one. */
export function patternOf(value: Obj): Regex {
  if (value instanceof Pattern) return value.regex;
  return regexOf(value instanceof GString ? value.toString() : textOf(value));
}

/** `java.util.regex.Matcher`: a pattern on its way through a text. */
export class Matcher extends GObject {
  readonly #run: Run;
  regex: Regex;
  subject: string;
  /** The ends of the groups of the last match. */
  found: readonly number[] | undefined;
  #next = 0;
  #ended = false;
  appended = 0;

  constructor(run: Run, regex: Regex, subject: string) {
    super();
    this.#run = run;
    this.regex = regex;
    this.subject = subject;
  }

  override get cls(): GClass {
    return MATCHER;
  }

  override truth(): boolean {
    return this.find();
  }

  override children(): readonly Obj[] {
    this.reset();
    const items: Obj[] = [];
    while (this.find()) items.push(this.item());
    return items;
  }

  reset(): void {
    this.found = undefined;
    this.#next = 0;
    this.#ended = false;
    this.appended = 0;
  }

  find(from?: number): boolean {
    if (from !== undefined) {
      if (from < 0 || from > this.subject.length)
        throw throwNew("java.lang.IndexOutOfBoundsException", "Illegal start index");
      this.reset();
      this.#next = from;
    }
    if (this.#ended) return false;
    this.found = this.regex.find(this.#run, this.subject, this.#next, this.#next);
    if (!this.found) {
      this.#ended = true;
      return false;
    }
    const [start, end] = this.found as [number, number];
    // An empty match must not be found again.
    this.#next = end === start ? end + 1 : end;
    if (this.#next > this.subject.length) this.#ended = true;
    return true;
  }

  matches(): boolean {
    this.found = this.regex.matches(this.#run, this.subject);
    if (this.found) this.#next = this.found[1] as number;
    return this.found !== undefined;
  }

  lookingAt(): boolean {
    this.found = this.regex.lookingAt(this.#run, this.subject);
    if (this.found) this.#next = this.found[1] as number;
    return this.found !== undefined;
  }

  #must(): readonly number[] {
    if (!this.found) throw throwNew("java.lang.IllegalStateException", "No match found");
    return this.found;
  }

  /** The number of a group by its name or number. */
  indexOf(group: Obj): number {
    if (typeof group === "number") {
      if (group < 0 || group > this.regex.groups)
        throw throwNew("java.lang.IndexOutOfBoundsException", `No group ${group}`);
      return group;
    }
    const index = this.regex.names.get(textOf(group));
    if (index === undefined)
      throw throwNew("java.lang.IllegalArgumentException", `No group with name <${textOf(group)}>`);
    return index;
  }

  group(group: Obj = 0): string | null {
    const found = this.#must();
    const index = this.indexOf(group);
    const from = found[index * 2] as number;
    return from < 0 ? null : this.subject.slice(from, found[index * 2 + 1]);
  }

  start(group: Obj = 0): number {
    const found = this.#mustBeAvailable();
    return found[this.indexOf(group) * 2] as number;
  }

  end(group: Obj = 0): number {
    const found = this.#mustBeAvailable();
    return found[this.indexOf(group) * 2 + 1] as number;
  }

  #mustBeAvailable(): readonly number[] {
    if (!this.found) throw throwNew("java.lang.IllegalStateException", "No match available");
    return this.found;
  }

  /** The match as Groovy gives it: its text, or a list of the groups where there are some. */
  item(): Obj {
    return this.regex.groups === 0 ? this.group() : new JList(this.groups());
  }

  groups(): Obj[] {
    return Array.from({ length: this.regex.groups + 1 }, (_none, i) => this.group(i));
  }

  /** The replacement of the last match: `$1` and `${name}` are its groups, a backslash takes the next sign as it is. */
  expand(replacement: string): string {
    let text = "";
    for (let i = 0; i < replacement.length; i++) {
      const char = replacement[i] as string;
      if (char === "\\") {
        i++;
        if (i >= replacement.length)
          throw throwNew("java.lang.IllegalArgumentException", "character to be escaped is missing");
        text += replacement[i];
      } else if (char === "$") {
        const [value, used] = this.#reference(replacement, i + 1);
        text += value ?? "";
        i += used;
      } else text += char;
    }
    return text;
  }

  #reference(replacement: string, at: number): [string | null, number] {
    const next = replacement[at];
    if (next === undefined)
      throw throwNew("java.lang.IllegalArgumentException", "Illegal group reference: group index is missing");
    if (next === "{") {
      const match = /^\{([a-zA-Z][a-zA-Z0-9]*)\}/.exec(replacement.slice(at));
      if (!match) throw throwNew("java.lang.IllegalArgumentException", "named capturing group is missing trailing '}'");
      return [this.group(match[1] as string), match[0].length];
    }
    if (!/\d/.test(next)) throw throwNew("java.lang.IllegalArgumentException", "Illegal group reference");
    let index = Number(next);
    let used = 1;
    if (index > this.regex.groups) throw throwNew("java.lang.IndexOutOfBoundsException", `No group ${index}`);
    for (let digit = replacement[at + used]; digit !== undefined && /\d/.test(digit); digit = replacement[at + used]) {
      if (index * 10 + Number(digit) > this.regex.groups) break;
      index = index * 10 + Number(digit);
      used++;
    }
    return [this.group(index), used];
  }

  /** The text with matches replaced: all of them, or the first only. */
  replace(how: (matcher: Matcher) => string, all: boolean): string {
    this.reset();
    let text = "";
    let at = 0;
    while (this.find()) {
      text += this.subject.slice(at, this.start());
      const put = how(this);
      this.#run.take(put.length + 16);
      text += put;
      at = this.end();
      if (!all) break;
    }
    this.#run.take(this.subject.length - at);
    return text + this.subject.slice(at);
  }
}

/** Java's `split`: trailing empty parts go, unless a negative limit keeps them. */
export function splitText(run: Run, regex: Regex, text: string, limit: number): string[] {
  const parts: string[] = [];
  const matcher = new Matcher(run, regex, text);
  let at = 0;
  while ((limit <= 0 || parts.length < limit - 1) && matcher.find()) {
    const start = matcher.start();
    // A match of nothing at the very start makes no part.
    if (matcher.end() === 0) continue;
    parts.push(text.slice(at, start));
    at = matcher.end();
  }
  parts.push(text.slice(at));
  run.take(text.length + parts.length * 32);
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === "") parts.pop();
  if (limit === 0 && parts.length === 1 && parts[0] === "" && text !== "") parts.pop();
  return parts;
}
