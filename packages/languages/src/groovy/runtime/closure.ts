import type { GClass } from "./class.ts";
import { GObject, type Obj } from "./object.ts";
import { CALLABLE, declare, OBJECT, RUNNABLE } from "./types.ts";

export const CLOSURE = declare("groovy.lang.Closure", OBJECT, CALLABLE, RUNNABLE);

/** Where a closure looks for names that are not its own. */
export const OWNER_FIRST = 0;
export const DELEGATE_FIRST = 1;
export const OWNER_ONLY = 2;
export const DELEGATE_ONLY = 3;
export const TO_SELF = 4;

/** Code that is a value. */
export abstract class Closure extends GObject {
  /** What it was made in: the script, an object or another closure. */
  owner: Obj = null;
  delegate: Obj = null;
  strategy = OWNER_FIRST;

  override get cls(): GClass {
    return CLOSURE;
  }

  /** How many parameters it has; one for the implicit `it`. */
  abstract get arity(): number;
  /** Whether fewer or more arguments may be given than it has parameters. */
  get parameterTypes(): readonly GClass[] | undefined {
    return undefined;
  }
  abstract call(args: readonly Obj[]): Obj;

  /** The common calls, without a list of arguments where an implementation can. */
  call1(arg: Obj): Obj {
    return this.call([arg]);
  }

  call2(first: Obj, second: Obj): Obj {
    return this.call([first, second]);
  }

  /** The same code with owner and delegate of its own. */
  abstract copy(): Closure;
}

/** A closure made by the library: composed, curried, a method taken as a value. */
export class NativeClosure extends Closure {
  readonly #arity: number;
  readonly #code: (args: readonly Obj[], self: NativeClosure) => Obj;

  constructor(arity: number, code: (args: readonly Obj[], self: NativeClosure) => Obj) {
    super();
    this.#arity = arity;
    this.#code = code;
  }

  override get arity(): number {
    return this.#arity;
  }

  override call(args: readonly Obj[]): Obj {
    return this.#code(args, this);
  }

  override copy(): Closure {
    const copy = new NativeClosure(this.#arity, this.#code);
    copy.owner = this.owner;
    copy.delegate = this.delegate;
    copy.strategy = this.strategy;
    return copy;
  }
}
