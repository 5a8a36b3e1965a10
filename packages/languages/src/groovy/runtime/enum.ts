import type { GClass } from "./class.ts";
import { JArray } from "./list.ts";
import { GObject, type Obj } from "./object.ts";
import { throwNew } from "./throwable.ts";
import { COMPARABLE, declare, OBJECT } from "./types.ts";

export const ENUM = declare("java.lang.Enum", OBJECT, COMPARABLE);

/** A constant of an enum of the library. */
export class EnumValue extends GObject {
  readonly #cls: EnumClass;
  readonly name: string;
  readonly ordinal: number;

  constructor(cls: EnumClass, name: string, ordinal: number) {
    super();
    this.#cls = cls;
    this.name = name;
    this.ordinal = ordinal;
  }

  override get cls(): GClass {
    return this.#cls.gclass;
  }

  override keyText(): string {
    return `E${this.#cls.gclass.name}.${this.name}`;
  }

  override text(): string {
    return this.name;
  }

  override compareTo(other: Obj): number | undefined {
    return other instanceof EnumValue && other.#cls === this.#cls ? this.ordinal - other.ordinal : undefined;
  }

  override successor(step: number): Obj {
    const { values } = this.#cls;
    return values[(this.ordinal + step + values.length) % values.length] as EnumValue;
  }
}

/** An enum of the library with its constants. */
export interface EnumClass {
  readonly gclass: GClass;
  readonly values: readonly EnumValue[];
  of(name: string): EnumValue;
}

/** Declares an enum; its constants are fields of the class. */
export function enumClass(name: string, names: readonly string[], ...interfaces: GClass[]): EnumClass {
  const gclass = declare(name, ENUM, ...interfaces);
  const values: EnumValue[] = [];
  const made: EnumClass = {
    gclass,
    values,
    of(wanted) {
      const found = values.find((value) => value.name === wanted);
      if (found) return found;
      throw throwNew(
        "java.lang.IllegalArgumentException",
        `No enum constant ${gclass.name.replaceAll("$", ".")}.${wanted}`,
      );
    },
  };
  names.forEach((one, i) => {
    const value = new EnumValue(made, one, i);
    values.push(value);
    gclass.fields.set(one, () => value);
  });
  enums.set(gclass, made);
  return made;
}

const enums = new Map<GClass, EnumClass>();

/** The enum that a class is, if it is one of the library. */
export function enumOf(cls: GClass): EnumClass | undefined {
  return enums.get(cls);
}

/** All constants, as `values()` gives them. */
export function enumArray(cls: EnumClass): JArray {
  return new JArray([...cls.values], cls.gclass.name);
}
