import { GClass } from "./class.ts";
import { GObject, type Obj } from "./object.ts";
import type { Run } from "./run.ts";
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
}
