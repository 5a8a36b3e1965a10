import type { Code } from "../compile/code.ts";
import type { Ref } from "../compile/frame.ts";
import { GClass } from "./class.ts";
import type { Coerce } from "./coerce.ts";
import type { Obj } from "./object.ts";
import type { Run } from "./run.ts";

/** A field of a class that a script declares. */
export interface FieldCode {
  readonly name: string;
  readonly static: boolean;
  readonly final: boolean;
  /** Read and written from outside as a property. */
  readonly property: boolean;
  readonly coerce: Coerce | undefined;
  /** What it holds before anything is assigned. */
  readonly zero: Obj;
  readonly initial: Code | null;
}

/** A method of a class that a script declares. */
export interface ClassMethod {
  readonly name: string;
  readonly static: boolean;
  readonly code: Code;
}

/** A constant of an enum that a script declares. */
export interface ConstantCode {
  readonly name: string;
  readonly cls: ScriptClass;
  readonly args: Code | null;
}

/** What annotations and records add to a class. */
export interface Shape {
  /** Objects with equal fields are equal. */
  readonly equality: boolean;
  /** The fields in the order given make an object. */
  readonly tuple: boolean;
  /** How it is written: not at all, with or without the names of its fields, or as a record. */
  readonly text: "none" | "plain" | "names" | "record";
  readonly immutable: boolean;
}

/** A class that a script declares. What is static in it belongs to each run. */
export class ScriptClass extends GClass {
  readonly kind: "class" | "interface" | "enum" | "record";
  /** The class it extends, when that is one of the script's own, too. */
  base: ScriptClass | null = null;
  /** What `extends` and `implements` name; set when all classes of the script are known. */
  #parents: readonly GClass[] = [];
  shape: Shape = { equality: false, tuple: false, text: "none", immutable: false };
  readonly fieldCodes: FieldCode[] = [];
  readonly table = new Map<string, ClassMethod[]>();
  /** Names of methods without a body. */
  readonly abstract = new Set<string>();
  readonly makers: ClassMethod[] = [];
  readonly constants: ConstantCode[] = [];
  readonly initializers: { readonly static: boolean; readonly code: Code }[] = [];
  /** How instances are made: the interpreter sets it. */
  make: ((run: Run, args: readonly Obj[], refs?: ReadonlyMap<Code, readonly Ref[]>) => Obj) | undefined;

  constructor(name: string, kind: ScriptClass["kind"], parent: GClass) {
    super(name, parent, [], kind === "interface", name.slice(name.lastIndexOf("$") + 1));
    this.kind = kind;
  }

  setParents(parents: readonly GClass[]): void {
    this.#parents = parents;
  }

  override get ancestors(): readonly GClass[] {
    const own = super.ancestors;
    const more = this.#parents.flatMap((one) => one.ancestors);
    return [...new Set([this, ...more, ...own])].sort(
      (left, right) =>
        Number(left.parent === null && !left.isInterface) - Number(right.parent === null && !right.isInterface),
    );
  }

  /** This class and those of the script that it extends or implements, nearest first. */
  get chain(): readonly ScriptClass[] {
    const bases = this.#parents.filter((one): one is ScriptClass => one instanceof ScriptClass);
    return [...new Set([this, ...bases.flatMap((one) => one.chain)])];
  }

  findField(name: string): FieldCode | undefined {
    for (const cls of this.chain) {
      const field = cls.fieldCodes.find((one) => one.name === name);
      if (field) return field;
    }
    return undefined;
  }

  hasMethod(name: string): boolean {
    return this.chain.some((cls) => cls.table.has(name));
  }

  override getProperty(run: Run, name: string): Obj | undefined {
    return run.script?.staticProperty(this, name);
  }

  override setProperty(run: Run, name: string, value: Obj): boolean {
    if (!this.findField(name)?.static) return false;
    run.script?.setStatic(this, name, value);
    return true;
  }

  override invokeMethod(run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    return run.script?.callStatic(this, name, args);
  }
}
