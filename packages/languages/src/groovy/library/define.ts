import type { Convert, GClass, Method } from "../runtime/class.ts";
import type { Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { converterOf } from "./convert.ts";

/** A method: its signature, an example that the docs run, its code, and the steps it costs when more than one. */
export type Definition<S> = readonly [
  signature: string,
  example: string,
  fn: (run: Run, self: S, ...args: never[]) => Obj,
  cost?: number,
];

/** Puts methods on the allow-list. `static ` before a signature says that the class has it; `new(…)` makes objects. */
export function define<S = Obj>(owner: GClass, definitions: readonly Definition<S>[]): void {
  for (const [signature, example, fn, cost = 1] of definitions) {
    const method = methodOf(owner, signature, example, fn as Method["fn"], cost);
    if (method.name === "new") owner.constructors.push(method);
    else {
      const table = method.static ? owner.statics : owner.methods;
      const found = table.get(method.name);
      if (found) found.push(method);
      else table.set(method.name, [method]);
    }
  }
}

/** Puts the constants of a class on the allow-list. */
export function defineFields(owner: GClass, fields: Readonly<Record<string, Obj>>): void {
  for (const [name, value] of Object.entries(fields)) owner.fields.set(name, () => value);
}

const SHAPE = /^(static )?(?:([\w.<>[\]$]+) )?([\w=~]+)\((.*)\)$/;

function methodOf(owner: GClass, signature: string, example: string, fn: Method["fn"], cost: number): Method {
  const match = SHAPE.exec(signature);
  if (!match) throw new Error(`Not a signature: ${signature}`);
  const params: (Convert | undefined)[] = [];
  let min = 0;
  let max = 0;
  for (const param of match[4] ? (match[4] as string).split(", ") : []) {
    const [type = ""] = param.split(" ");
    const varargs = type.endsWith("...");
    params.push(converterOf(varargs ? type.slice(0, -3) : type, owner));
    if (varargs) max = Number.POSITIVE_INFINITY;
    else {
      max++;
      if (!param.endsWith("?")) min++;
    }
  }
  return {
    name: match[3] as string,
    owner,
    signature,
    params,
    min,
    max,
    cost,
    example,
    static: match[1] !== undefined,
    fn,
  };
}
