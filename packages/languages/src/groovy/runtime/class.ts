import { GObject, type Obj } from "./object.ts";
import type { Run } from "./run.ts";

/** An argument that a parameter does not take. */
export const MISS: unique symbol = Symbol("miss");

/** Takes an argument as a parameter's type, or `MISS`. */
export type Convert = (value: Obj, run: Run) => unknown;

/** A method of the allow-list: nothing that is not one of these can be called. */
export interface Method {
  readonly name: string;
  readonly owner: GClass;
  readonly signature: string;
  /** Per parameter; undefined takes anything. */
  readonly params: readonly (Convert | undefined)[];
  readonly min: number;
  /** `Infinity` when the last parameter takes any number. */
  readonly max: number;
  /** Steps that a call costs; what it does per element is counted where it is done. */
  readonly cost: number;
  readonly example: string;
  readonly static: boolean;
  readonly fn: (run: Run, self: never, ...args: never[]) => Obj;
}

/** A class as scripts see it: a name, its ancestors, and what of it is on the allow-list. */
export class GClass extends GObject {
  readonly name: string;
  readonly simpleName: string;
  readonly parent: GClass | null;
  readonly interfaces: readonly GClass[];
  readonly isInterface: boolean;
  readonly methods = new Map<string, Method[]>();
  readonly statics = new Map<string, Method[]>();
  readonly constructors: Method[] = [];
  readonly fields = new Map<string, (run: Run) => Obj>();
  #ancestors: readonly GClass[] | undefined;
  readonly #found = new Map<string, (readonly Method[])[]>();

  constructor(
    name: string,
    parent: GClass | null,
    interfaces: readonly GClass[] = [],
    isInterface = false,
    simpleName = name.slice(Math.max(name.lastIndexOf("."), name.lastIndexOf("$")) + 1),
  ) {
    super();
    this.name = name;
    this.simpleName = simpleName;
    this.parent = parent;
    this.interfaces = interfaces;
    this.isInterface = isInterface;
  }

  override get cls(): GClass {
    return classes.class;
  }

  /** This class, its parents and their interfaces, nearest first, Object last. */
  get ancestors(): readonly GClass[] {
    if (this.#ancestors) return this.#ancestors;
    const seen = new Set<GClass>();
    for (let cls: GClass | null = this; cls; cls = cls.parent) {
      if (cls.parent || cls.isInterface) seen.add(cls);
      for (const one of cls.interfaces) for (const ancestor of one.ancestors) seen.add(ancestor);
    }
    seen.delete(classes.object);
    seen.add(classes.object);
    this.#ancestors = [...seen];
    return this.#ancestors;
  }

  /** Whether a value of this class is a value of the other. */
  is(other: GClass): boolean {
    return this === other || other === classes.object || this.ancestors.includes(other);
  }

  /** The allowed methods of a name that take so many arguments, nearest first. */
  find(name: string, count: number): readonly Method[] {
    let byCount = this.#found.get(name);
    if (!byCount) {
      byCount = [];
      // A script can ask for any name; the table must not grow with what it asks for.
      if (this.#found.size < 2000) this.#found.set(name, byCount);
    }
    let found = byCount[count];
    if (!found) {
      found = this.ancestors.flatMap((cls) =>
        (cls.methods.get(name) ?? []).filter((method) => count >= method.min && count <= method.max),
      );
      byCount[count] = found;
    }
    return found;
  }

  /** Whether a method of this name is allowed, whatever it takes. */
  knows(name: string): boolean {
    return this.ancestors.some((cls) => cls.methods.has(name));
  }

  findStatic(name: string, count: number): readonly Method[] {
    const found: Method[] = [];
    for (let cls: GClass | null = this; cls; cls = cls.parent) {
      for (const method of cls.statics.get(name) ?? [])
        if (count >= method.min && count <= method.max) found.push(method);
    }
    return found;
  }
}

/** Set by `types.ts`; a class must be able to name its own class before that file is read. */
export const classes = {} as { object: GClass; class: GClass };
