import type { GClass } from "../runtime/class.ts";
import type { Coerce } from "../runtime/coerce.ts";
import type { ScriptClass } from "../runtime/script-class.ts";
import type { Unit } from "./unit.ts";

/** A variable of a method, closure or script body. */
export interface Variable {
  readonly name: string;
  readonly slot: number;
  /** Held in a `Ref`, since a closure uses it. */
  readonly shared: boolean;
  /** What a value is turned into when it is assigned; absent for `def`. */
  readonly coerce: Coerce | undefined;
  readonly type: GClass | undefined;
}

/** The variables of one body of code, and which of the body around it it uses. */
export class Scope {
  readonly unit: Unit;
  readonly outer: Scope | null;
  /** Names that closures within this body mention: their variables are shared. */
  readonly #inClosures: ReadonlySet<string>;
  readonly kind: "script" | "method" | "closure";
  readonly isStatic: boolean;
  /** The class whose code this is. */
  readonly owner: ScriptClass | undefined;
  /** Pairs: the slot around, the slot here. */
  readonly captures: { from: number; to: number }[] = [];
  #blocks: Map<string, Variable>[] = [new Map()];
  #slots = 0;
  readonly #labels = new Map<string, number>();

  constructor(
    unit: Unit,
    outer: Scope | null,
    kind: Scope["kind"],
    inClosures: ReadonlySet<string>,
    of: { isStatic?: boolean | undefined; owner?: ScriptClass | undefined } = {},
  ) {
    this.unit = unit;
    this.outer = outer;
    this.kind = kind;
    this.#inClosures = inClosures;
    this.isStatic = of.isStatic ?? (kind === "closure" ? (outer?.isStatic ?? false) : false);
    this.owner = of.owner ?? (kind === "closure" ? outer?.owner : undefined);
  }

  get slots(): number {
    return this.#slots;
  }

  /** Reads something in a block of its own. */
  block<T>(read: () => T): T {
    this.#blocks.push(new Map());
    const result = read();
    this.#blocks.pop();
    return result;
  }

  declare(name: string, coerce?: Coerce, type?: GClass): Variable {
    const variable: Variable = {
      name,
      slot: this.#slots++,
      shared: this.#inClosures.has(name),
      coerce,
      type,
    };
    this.#blocks.at(-1)?.set(name, variable);
    return variable;
  }

  /** A slot without a name. */
  temporary(): number {
    return this.#slots++;
  }

  /** Whether this body itself already has a variable of this name. */
  declares(name: string): boolean {
    return this.#blocks.some((block) => block.has(name));
  }

  /** The variable that a name means here, captured from outside where it must be. */
  find(name: string): Variable | undefined {
    for (let i = this.#blocks.length - 1; i >= 0; i--) {
      const variable = this.#blocks[i]?.get(name);
      if (variable) return variable;
    }
    // A method has no scope around it, except one of an anonymous class.
    if (!this.outer) return undefined;
    const outside = this.outer.find(name);
    if (!outside) return undefined;
    const inside: Variable = { ...outside, slot: this.#slots++, shared: true };
    this.captures.push({ from: outside.slot, to: inside.slot });
    this.#blocks[0]?.set(name, inside);
    return inside;
  }

  /** The signal that `break` with this label leaves with; `continue` is the next one. */
  label(name: string): number {
    let signal = this.#labels.get(name);
    if (signal === undefined) {
      signal = 4 + this.#labels.size * 2;
      this.#labels.set(name, signal);
    }
    return signal;
  }
}
