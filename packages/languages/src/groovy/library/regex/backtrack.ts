import type { Run } from "../../runtime/run.ts";
import { DIGIT } from "./properties.ts";
import { type CharSet, holds } from "./set.ts";
import type { Assertion, Regexp } from "./tree.ts";

/**
 * A matcher that tries one way after the other, for what no linear engine can do: look-around, back-references,
 * possessive and atomic groups. Every step is counted, so a pattern that explodes ends at the run's budget.
 */
export class Backtracker {
  readonly #start: Step;
  readonly #groups: number;

  constructor(tree: Regexp, groups: number) {
    this.#groups = groups;
    this.#start = compile(tree, (state) => {
      state.end = state.at;
      return !state.whole || state.at === state.text.length;
    });
  }

  /** Matches at one place; answers the ends of all groups, -1 where one took no part. */
  matchAt(run: Run, text: string, at: number, how: { whole: boolean; from: number }): number[] | undefined {
    const groups = new Array<number>((this.#groups + 1) * 2).fill(-1);
    const state: State = {
      run,
      text,
      at,
      end: -1,
      groups,
      whole: how.whole,
      previous: how.from,
      depth: 0,
      loops: {},
      opened: {},
    };
    if (!this.#start(state)) return undefined;
    groups[0] = at;
    groups[1] = state.end;
    return groups;
  }
}

interface State {
  readonly run: Run;
  readonly text: string;
  at: number;
  end: number;
  groups: number[];
  readonly whole: boolean;
  readonly previous: number;
  depth: number;
  readonly loops: Record<number, Turn | undefined>;
  /** Where each group that is being matched began. */
  readonly opened: Record<number, number | undefined>;
}

/** Goes on from where the state is; false leaves it to the caller to put the state back. */
type Step = (state: State) => boolean;

function compile(tree: Regexp, next: Step): Step {
  switch (tree.kind) {
    case "set":
      return compileSet(tree.set, next);
    case "sequence":
      return tree.parts.reduceRight<Step>((after, part) => compile(part, after), next);
    case "choice": {
      const parts = tree.parts.map((part) => compile(part, next));
      return (state) => {
        const { at } = state;
        for (const part of parts) {
          if (part(state)) return true;
          state.at = at;
        }
        return false;
      };
    }
    case "group":
      return compileGroup(tree.index, tree.body, next);
    case "repeat":
      return tree.how === "possessive" ? compileAtomic({ ...tree, how: "greedy" }, next) : compileRepeat(tree, next);
    case "assert": {
      const { what } = tree;
      return (state) => asserted(state, what) && next(state);
    }
    case "look":
      return compileLook(tree, next);
    case "atomic":
      return compileAtomic(tree.body, next);
    case "back":
      return compileBack(tree, next);
  }
}

function compileSet(set: CharSet, next: Step): Step {
  return (state) => {
    if (state.at >= state.text.length) return false;
    const code = state.text.codePointAt(state.at) as number;
    if (!holds(set, code)) return false;
    state.at += code > 0xffff ? 2 : 1;
    state.run.step();
    return next(state);
  };
}

function compileGroup(index: number, body: Regexp, next: Step): Step {
  const inner = compile(body, (state) => {
    const from = state.groups[index * 2] as number;
    const to = state.groups[index * 2 + 1] as number;
    state.groups[index * 2] = state.opened[index] as number;
    state.groups[index * 2 + 1] = state.at;
    if (next(state)) return true;
    state.groups[index * 2] = from;
    state.groups[index * 2 + 1] = to;
    return false;
  });
  return (state) => {
    const before = state.opened[index];
    state.opened[index] = state.at;
    if (inner(state)) return true;
    state.opened[index] = before;
    return false;
  };
}

/** Calls within calls that one match may take: beyond, JavaScript's stack would end first. */
const MAX_DEPTH = 1500;

function compileRepeat(tree: Extract<Regexp, { kind: "repeat" }>, next: Step): Step {
  const { min, max, how } = tree;
  if (tree.body.kind === "set") return compileSetRepeat(tree.body.set, tree, next);
  const loop: Loop = { id: lastLoop++ };
  const body = compile(tree.body, (state) => {
    const turn = turnOf(state, loop);
    // An empty turn beyond the least number would go on for ever.
    if (state.at === turn.from && turn.count >= min) return next(state);
    setTurn(state, loop, { count: turn.count + 1, from: state.at });
    if (attempt(state)) return true;
    setTurn(state, loop, turn);
    return false;
  });
  const again = (state: State): boolean => {
    const { at } = state;
    state.run.step();
    if (++state.depth > MAX_DEPTH) throw state.run.limit(`${MAX_DEPTH} repetitions of a group in a pattern`, "depth");
    const found = body(state);
    state.depth--;
    if (!found) state.at = at;
    return found;
  };
  const attempt = (state: State): boolean => {
    const { count } = turnOf(state, loop);
    const { at } = state;
    if (count < min) return again(state);
    if (how === "greedy") {
      if (count < max && again(state)) return true;
      state.at = at;
      return next(state);
    }
    if (next(state)) return true;
    state.at = at;
    return count < max && again(state);
  };
  return (state) => {
    const outer = state.loops[loop.id];
    setTurn(state, loop, { count: 0, from: -1 });
    if (attempt(state)) return true;
    state.loops[loop.id] = outer;
    return false;
  };
}

interface Loop {
  readonly id: number;
}

/** How often a loop's body has matched, and where its last turn began. */
interface Turn {
  readonly count: number;
  readonly from: number;
}

let lastLoop = 0;

function turnOf(state: State, loop: Loop): Turn {
  return state.loops[loop.id] as Turn;
}

function setTurn(state: State, loop: Loop, turn: Turn): void {
  state.loops[loop.id] = turn;
}

/** A repeated character: counted in a loop, without a call for each. */
function compileSetRepeat(
  set: CharSet,
  { min, max, how }: { min: number; max: number; how: string },
  next: Step,
): Step {
  const take = (state: State): boolean => {
    if (state.at >= state.text.length) return false;
    const code = state.text.codePointAt(state.at) as number;
    if (!holds(set, code)) return false;
    state.at += code > 0xffff ? 2 : 1;
    state.run.step();
    return true;
  };
  return (state) => {
    let count = 0;
    while (count < min) {
      if (!take(state)) return false;
      count++;
    }
    if (how === "lazy") {
      for (;;) {
        const { at } = state;
        if (next(state)) return true;
        state.at = at;
        if (count++ >= max || !take(state)) return false;
      }
    }
    const from = state.at;
    while (count < max && take(state)) count++;
    for (;;) {
      const { at } = state;
      if (next(state)) return true;
      if (at <= from) return false;
      const low = state.text.charCodeAt(at - 1);
      state.at = at - (low >= 0xdc00 && low <= 0xdfff && at - 2 >= from ? 2 : 1);
      state.run.step();
    }
  };
}

function compileAtomic(body: Regexp, next: Step): Step {
  const inner = compile(body, () => true);
  return (state) => {
    const { at } = state;
    if (inner(state) && next(state)) return true;
    state.at = at;
    return false;
  };
}

function compileLook(tree: Extract<Regexp, { kind: "look" }>, next: Step): Step {
  if (!tree.behind) {
    const inner = compile(tree.body, () => true);
    return (state) => {
      const { at } = state;
      const groups = [...state.groups];
      const found = inner(state);
      state.at = at;
      if (found === tree.negated) {
        state.groups.splice(0, groups.length, ...groups);
        return false;
      }
      if (tree.negated) state.groups.splice(0, groups.length, ...groups);
      return next(state);
    };
  }
  // What stands before: tried from every place further and further back.
  const ends = new WeakMap<State, number>();
  const inner = compile(tree.body, (state) => state.at === ends.get(state));
  return (state) => {
    const { at } = state;
    const before = ends.get(state);
    ends.set(state, at);
    let found = false;
    for (let from = at; from >= 0 && !found; from--) {
      state.run.step();
      state.at = from;
      found = inner(state);
    }
    if (before !== undefined) ends.set(state, before);
    state.at = at;
    return found !== tree.negated && next(state);
  };
}

function compileBack({ index, fold }: Extract<Regexp, { kind: "back" }>, next: Step): Step {
  const folded = (text: string) => (fold === "none" ? text : text.toLowerCase());
  return (state) => {
    const from = state.groups[index * 2] ?? -1;
    const to = state.groups[index * 2 + 1] ?? -1;
    if (from < 0) return false;
    const wanted = state.text.slice(from, to);
    state.run.steps(wanted.length);
    if (folded(state.text.slice(state.at, state.at + wanted.length)) !== folded(wanted)) return false;
    state.at += wanted.length;
    return next(state);
  };
}

function isWord(text: string, at: number): boolean {
  if (at < 0 || at >= text.length) return false;
  return /[\p{L}\p{Nd}_]/u.test(text[at] as string) || holds(DIGIT, text.charCodeAt(at));
}

const BREAKS = "\n\r\u0085\u2028\u2029";

function asserted({ text, at, previous }: State, what: Assertion): boolean {
  switch (what) {
    case "start":
      return at === 0;
    case "end":
      return at === text.length;
    case "lastEnd":
      return atLastEnd(text, at);
    case "lineStart":
      return (
        at === 0 ||
        (at < text.length && BREAKS.includes(text[at - 1] as string) && !(text[at - 1] === "\r" && text[at] === "\n"))
      );
    case "lineEnd":
      return (
        at === text.length || (BREAKS.includes(text[at] as string) && !(text[at] === "\n" && text[at - 1] === "\r"))
      );
    case "word":
      return isWord(text, at - 1) !== isWord(text, at);
    case "notWord":
      return isWord(text, at - 1) === isWord(text, at);
    case "previous":
      return at === previous;
  }
}

/** `$` without MULTILINE: the end, or before the line break that ends the text. */
function atLastEnd(text: string, at: number): boolean {
  if (at === text.length) return true;
  if (at === text.length - 1)
    return BREAKS.includes(text[at] as string) && !(text[at] === "\n" && text[at - 1] === "\r");
  return at === text.length - 2 && text.endsWith("\r\n");
}
