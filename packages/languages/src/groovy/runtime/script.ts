import { GClass, MISS } from "./class.ts";
import { apply } from "./dispatch.ts";
import { equal } from "./equality.ts";
import { callStatic, type Instance, instantiate, runMethod } from "./instance.ts";
import { JList } from "./list.ts";
import { GObject, type Obj } from "./object.ts";
import type { Run } from "./run.ts";
import { ScriptClass } from "./script-class.ts";
import { declare, OBJECT } from "./types.ts";

const SCRIPT = declare("groovy.lang.Script", OBJECT);
/** Real Groovy numbers the classes of its scripts; messages name them. */
const SCRIPT_CLASS = new GClass("Script1", SCRIPT);

/** The methods that a script declares; undefined when none of the name takes the arguments. */
export type ScriptMethods = ReadonlyMap<string, (script: ScriptObject, args: readonly Obj[]) => Obj | undefined>;

/** A script that runs: its variables without declaration, and the methods it declares. */
export class ScriptObject extends GObject {
  readonly run: Run;
  readonly variables: Map<string, Obj>;
  readonly #methods: ScriptMethods;
  /** Whether an assignment was taken by a binding. */
  onAssign: ((name: string, value: Obj) => boolean) | undefined;

  constructor(run: Run, variables: Map<string, Obj>, methods: ScriptMethods) {
    super();
    this.run = run;
    run.script = this;
    this.variables = variables;
    this.#methods = methods;
  }

  override get cls(): GClass {
    return SCRIPT_CLASS;
  }

  override getProperty(_run: Run, name: string): Obj | undefined {
    return this.variables.get(name);
  }

  override setProperty(_run: Run, name: string, value: Obj): boolean {
    this.assign(name, value);
    return true;
  }

  /** Sets a variable; what the message brings is set through `onAssign`. */
  assign(name: string, value: Obj): void {
    if (!this.onAssign?.(name, value)) this.variables.set(name, value);
  }

  override invokeMethod(_run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    return this.#methods.get(name)?.(this, args);
  }

  hasMethod(name: string): boolean {
    return this.#methods.has(name);
  }

  readonly #statics = new Map<ScriptClass, Map<string, Obj>>();
  readonly #constants = new Map<ScriptClass, Instance[]>();
  readonly #representatives = new Map<string, Instance[]>();

  /** The static values of a class, worked out when the first is asked for. */
  statics(cls: ScriptClass): Map<string, Obj> {
    let values = this.#statics.get(cls);
    if (!values) {
      values = new Map();
      this.#statics.set(cls, values);
      for (const field of cls.fieldCodes) if (field.static) values.set(field.name, field.zero);
      for (const field of cls.fieldCodes) {
        if (field.static && field.initial) {
          const value = runMethod(this, cls, { code: field.initial }, []) ?? null;
          values.set(field.name, field.coerce ? field.coerce(this.run, value) : value);
        }
      }
      for (const block of cls.initializers) if (block.static) runMethod(this, cls, block, []);
    }
    return values;
  }

  staticValue(cls: ScriptClass, name: string): Obj {
    for (const one of cls.chain) {
      if (one.fieldCodes.some((field) => field.static && field.name === name))
        return this.statics(one).get(name) ?? null;
    }
    return null;
  }

  setStatic(cls: ScriptClass, name: string, value: Obj): void {
    for (const one of cls.chain) {
      const field = one.fieldCodes.find((each) => each.static && each.name === name);
      if (field) this.statics(one).set(name, field.coerce ? field.coerce(this.run, value) : value);
    }
  }

  /** A constant of an enum, a static field or what a static getter gives; undefined where there is none. */
  staticProperty(cls: ScriptClass, name: string): Obj | undefined {
    if (cls.kind === "enum") {
      const constant = this.constants(cls).find((one) => one.fields.get("$name") === name);
      if (constant) return constant;
      if (name === "values") return new JList([...this.constants(cls)]);
    }
    const getter = callStatic(this, cls, `get${name.charAt(0).toUpperCase()}${name.slice(1)}`, []);
    if (getter !== undefined) return getter;
    return cls.findField(name)?.static ? this.staticValue(cls, name) : undefined;
  }

  callStatic(cls: ScriptClass, name: string, args: readonly Obj[]): Obj | undefined {
    return callStatic(this, cls, name, args);
  }

  /** Calls a method that a category in use adds to an object; undefined when none does. */
  callCategory(receiver: Obj, name: string, args: readonly Obj[]): Obj | undefined {
    for (let i = this.run.categories.length - 1; i >= 0; i--) {
      const cls = this.run.categories[i] as GClass;
      if (cls instanceof ScriptClass) {
        const found = cls.table.has(name) ? callStatic(this, cls, name, [receiver, ...args]) : undefined;
        if (found !== undefined) return found;
      } else {
        const found = apply(this.run, cls.findStatic(name, args.length + 1), cls, [receiver, ...args]);
        if (found !== MISS) return found as Obj;
      }
    }
    return undefined;
  }

  /** The constants of an enum, made when the first is asked for. */
  constants(cls: ScriptClass): readonly Instance[] {
    let all = this.#constants.get(cls);
    if (!all) {
      all = [];
      this.#constants.set(cls, all);
      for (const { name, cls: own, args } of cls.constants) {
        const given = args ? (runMethod(this, cls, { code: args }, []) as JList).items : [];
        const made = instantiate(this, own, given) as Instance;
        made.fields.set("$name", name);
        made.fields.set("$ordinal", all.length);
        all.push(made);
      }
    }
    return all;
  }

  /** The first object that was a key and is equal to this one, by the class's own `equals` and `hashCode`. */
  representative(value: Instance): Instance {
    const key = `${value.cls.name}:${value.hash()}`;
    const known = this.#representatives.get(key) ?? [];
    const found = known.find((one) => one === value || equal(one, value));
    if (found) return found;
    this.#representatives.set(key, [...known, value]);
    return value;
  }
}
