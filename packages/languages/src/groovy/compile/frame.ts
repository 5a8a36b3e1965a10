import type { Closure } from "../runtime/closure.ts";
import type { Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import type { ScriptObject } from "../runtime/script.ts";

/** One call of a method or closure, or the run of the script's body. */
export class Frame {
  readonly run: Run;
  readonly script: ScriptObject;
  /** `this`: the script or an object of one of its classes. */
  readonly self: Obj;
  readonly closure: Closure | null;
  /** Parameters and variables; one that a closure shares is held in a `Ref`. */
  readonly slots: unknown[];
  /** What `return` leaves with. */
  result: Obj = null;

  constructor(script: ScriptObject, self: Obj, closure: Closure | null, slots: unknown[]) {
    this.run = script.run;
    this.script = script;
    this.self = self;
    this.closure = closure;
    this.slots = slots;
  }
}

/** A variable that closures share. */
export class Ref {
  v: Obj;
  constructor(v: Obj) {
    this.v = v;
  }
}

/** A compiled expression. */
export type Node = (f: Frame) => Obj;

/** A compiled statement; answers how it ended. */
export type Exec = (f: Frame) => Signal;

/** 0 goes on, 1 breaks, 2 continues, 3 returns; above, pairs of break and continue for each label. */
export type Signal = number;
export const NEXT: Signal = 0;
export const BREAK: Signal = 1;
export const CONTINUE: Signal = 2;
export const RETURN: Signal = 3;
