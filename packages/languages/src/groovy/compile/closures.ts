import type { GClass } from "../runtime/class.ts";
import { MISS } from "../runtime/class.ts";
import { Closure, DELEGATE_FIRST, DELEGATE_ONLY, OWNER_ONLY } from "../runtime/closure.ts";
import { apply, getProperty, missingMethod } from "../runtime/dispatch.ts";
import { JArray, JList } from "../runtime/list.ts";
import { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { ScriptObject } from "../runtime/script.ts";
import { Thrown } from "../runtime/throwable.ts";
import { classOf } from "../runtime/types.ts";
import { bind, type Code, execute } from "./code.ts";
import { Frame, Ref } from "./frame.ts";

/** A closure that the script wrote. */
export class CodeClosure extends Closure {
  readonly code: Code;
  readonly run: Run;
  readonly #script: ScriptObject;
  readonly self: Obj;
  readonly #refs: readonly Ref[];

  constructor(code: Code, made: { script: ScriptObject; self: Obj; owner: Obj }, refs: readonly Ref[]) {
    super();
    this.code = code;
    this.run = made.script.run;
    this.#script = made.script;
    this.self = made.self;
    this.owner = made.owner;
    this.delegate = made.owner;
    this.#refs = refs;
  }

  override get arity(): number {
    return this.code.params.length;
  }

  override get parameterTypes(): readonly GClass[] | undefined {
    return this.code.params.map((param) => param.type ?? classOf(this).ancestors.at(-1)!);
  }

  #frame(): Frame {
    const slots = new Array(this.code.slots);
    const { captures } = this.code;
    for (let i = 0; i < captures.length; i++) slots[(captures[i] as { to: number }).to] = this.#refs[i];
    return new Frame(this.#script, this.self, this, slots);
  }

  override call1(arg: Obj): Obj {
    const { code } = this;
    const param = code.params[0];
    if (code.params.length !== 1 || !param || param.coerce || param.rest !== undefined) return this.call([arg]);
    const f = this.#frame();
    f.slots[param.slot] = param.shared ? new Ref(arg) : arg;
    return execute(code, f);
  }

  override call2(first: Obj, second: Obj): Obj {
    const { code } = this;
    const [a, b] = code.params;
    if (code.params.length !== 2 || !a || !b || a.coerce || b.coerce || b.rest !== undefined) {
      return this.call([first, second]);
    }
    const f = this.#frame();
    f.slots[a.slot] = a.shared ? new Ref(first) : first;
    f.slots[b.slot] = b.shared ? new Ref(second) : second;
    return execute(code, f);
  }

  override call(args: readonly Obj[]): Obj {
    const { code } = this;
    const f = this.#frame();
    if (bind(code, f, args)) return execute(code, f);
    const spread = this.#spread(args);
    if (spread && bind(code, f, spread)) return execute(code, f);
    throw missingMethod("Script1$_run_closure1", "call", args);
  }

  /** A list given to a closure of several parameters is taken apart. */
  #spread(args: readonly Obj[]): readonly Obj[] | undefined {
    if (args.length !== 1 || this.code.params.length < 2) return undefined;
    const [only] = args;
    return only instanceof JList || only instanceof JArray ? only.items : undefined;
  }

  override copy(): CodeClosure {
    const made = { script: this.#script, self: this.self, owner: this.owner };
    const copy = new CodeClosure(this.code, made, this.#refs);
    copy.delegate = this.delegate;
    copy.strategy = this.strategy;
    return copy;
  }
}

/** A name that is no variable, read through the closure's owner and delegate; undefined where nobody has it. */
export function findInClosure(run: Run, closure: Closure, name: string): Obj | undefined {
  const { owner, delegate, strategy } = closure;
  const fromOwner = () => (owner instanceof Closure ? findInClosure(run, owner, name) : tryProperty(run, owner, name));
  const fromDelegate = () =>
    delegate === owner
      ? undefined
      : delegate instanceof Closure
        ? findInClosure(run, delegate, name)
        : tryProperty(run, delegate, name);
  if (strategy === DELEGATE_ONLY) return delegate === owner ? fromOwner() : fromDelegate();
  if (strategy === OWNER_ONLY) return fromOwner();
  return strategy === DELEGATE_FIRST ? either(fromDelegate, fromOwner) : either(fromOwner, fromDelegate);
}

/** What the first gives, null among it, or else the second. */
function either(first: () => Obj | undefined, second: () => Obj | undefined): Obj | undefined {
  const found = first();
  return found === undefined ? second() : found;
}

/** A property, or undefined when the object has none of that name. */
export function tryProperty(run: Run, object: Obj, name: string): Obj | undefined {
  if (object === null) return undefined;
  if (object instanceof ScriptObject) return object.variables.get(name);
  if (object instanceof JMap) return object.has(name) || object.missing ? object.get(name) : undefined;
  try {
    return getProperty(run, object, name);
  } catch (error) {
    if (error instanceof Thrown && error.value.cls.name === "groovy.lang.MissingPropertyException") return undefined;
    throw error;
  }
}

/** A call by a bare name, tried on the closure's owner and delegate; undefined where nobody has it. */
export function callInClosure(run: Run, closure: Closure, name: string, args: readonly Obj[]): Obj | undefined {
  const { owner, delegate, strategy } = closure;
  const onOwner = () =>
    owner instanceof Closure ? callInClosure(run, owner, name, args) : tryInvoke(run, owner, name, args);
  const onDelegate = () =>
    delegate === owner
      ? undefined
      : delegate instanceof Closure
        ? callInClosure(run, delegate, name, args)
        : tryInvoke(run, delegate, name, args);
  if (strategy === DELEGATE_ONLY) return delegate === owner ? onOwner() : onDelegate();
  if (strategy === OWNER_ONLY) return onOwner();
  return strategy === DELEGATE_FIRST ? either(onDelegate, onOwner) : either(onOwner, onDelegate);
}

/** Calls a method if the object has it; undefined when it has not. */
export function tryInvoke(run: Run, object: Obj, name: string, args: readonly Obj[]): Obj | undefined {
  if (object === null) return undefined;
  if (typeof object === "object") {
    const own = object.invokeMethod?.(run, name, args);
    if (own !== undefined) return own;
  }
  if (object instanceof ScriptObject) return undefined;
  const found = apply(run, classOf(object).find(name, args.length), object, args);
  if (found !== MISS) return found as Obj;
  if (object instanceof JMap) {
    const value = object.get(name);
    if (value instanceof Closure) return value.call(args);
  }
  return undefined;
}
