import type { GClass } from "./class.ts";
import type { Obj } from "./object.ts";
import type { Run } from "./run.ts";

/** Turns a value into one of a declared type, or throws Groovy's GroovyCastException. */
export type Coerce = (run: Run, value: Obj) => Obj;

/** A declared type: its class, and what assignment to it does. */
export interface DeclaredType {
  readonly cls: GClass;
  readonly name: string;
  readonly coerce: Coerce | undefined;
}
