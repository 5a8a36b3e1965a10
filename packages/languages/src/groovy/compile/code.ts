import { toArray } from "../runtime/cast.ts";
import type { GClass } from "../runtime/class.ts";
import type { Coerce } from "../runtime/coerce.ts";
import { JArray } from "../runtime/list.ts";
import type { Obj } from "../runtime/object.ts";
import { isInstance } from "../runtime/types.ts";
import { type Exec, type Frame, type Node, Ref } from "./frame.ts";
import { parameterDistance } from "./overloads.ts";

/** A parameter, compiled. */
export interface CodeParam {
  readonly name: string;
  readonly slot: number;
  readonly shared: boolean;
  readonly type: GClass | undefined;
  readonly coerce: Coerce | undefined;
  readonly initial: Node | null;
  /** Whether it takes no null. */
  readonly primitive: boolean;
  /** The element's type of `String... names` or of a last parameter that is an array. */
  readonly rest: string | undefined;
}

/** The body of a method or closure, compiled. */
export interface Code {
  readonly name: string;
  readonly params: readonly CodeParam[];
  readonly min: number;
  /** `Infinity` with a parameter that takes the rest. */
  readonly max: number;
  readonly slots: number;
  readonly captures: readonly { readonly from: number; readonly to: number }[];
  /** Set when the body is one expression. */
  readonly value: Node | undefined;
  readonly exec: Exec;
  readonly returns: Coerce | undefined;
}

/** Runs code in a frame whose parameters are set. */
export function execute(code: Code, f: Frame): Obj {
  const { run } = f;
  run.enter(code.name);
  let result: Obj;
  if (code.value) result = code.value(f);
  else {
    code.exec(f);
    result = f.result;
  }
  run.depth--;
  return code.returns ? code.returns(run, result) : result;
}

/** Sets the parameters of a frame; false when the arguments do not fit. */
export function bind(code: Code, f: Frame, args: readonly Obj[]): boolean {
  const { params } = code;
  if (args.length < code.min || args.length > code.max) return false;
  let missing = params.length - args.length;
  if (code.max === Number.POSITIVE_INFINITY) missing = Math.max(0, missing - 1);
  let next = 0;
  // Defaults go to the last of the parameters that have some, from left to right as Groovy gives them out.
  let given = params.filter((param) => param.initial && !param.rest).length - missing;
  for (const param of params) {
    let value: Obj;
    if (param.rest !== undefined && code.max === Number.POSITIVE_INFINITY) {
      const rest = args.slice(next);
      value =
        rest.length === 1 && (rest[0] instanceof JArray || (rest[0] === null && params.length > 1))
          ? (rest[0] as Obj)
          : toArray(f.run, rest, param.rest);
    } else if (param.initial && given-- <= 0) value = param.initial(f);
    else value = args[next++] as Obj;
    if (value === null && param.primitive) return false;
    if (param.coerce) {
      if (value !== null && param.type && !isInstance(value, param.type) && !fits(value, param)) return false;
      value = param.coerce(f.run, value);
    }
    f.slots[param.slot] = param.shared ? new Ref(value) : value;
  }
  return true;
}

/** Whether a value that is not of the parameter's class is turned into it: numbers widen, a closure stands for a function. */
function fits(value: Obj, param: CodeParam): boolean {
  return parameterDistance(value, param.type as GClass) < Number.POSITIVE_INFINITY;
}
