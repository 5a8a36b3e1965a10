import type { GClass } from "./class.ts";
import { Closure } from "./closure.ts";
import { GObject, type Obj } from "./object.ts";
import { textOf } from "./text.ts";
import { GSTRING_IMPL } from "./types.ts";

/** A string with values in it. Its text is made when it is asked for; a closure in it is called then. */
export class GString extends GObject {
  readonly texts: readonly string[];
  readonly values: readonly Obj[];

  constructor(texts: readonly string[], values: readonly Obj[]) {
    super();
    this.texts = texts;
    this.values = values;
  }

  override get cls(): GClass {
    return GSTRING_IMPL;
  }

  override actsAsText(): boolean {
    return true;
  }

  override toString(): string {
    let text = this.texts[0] ?? "";
    for (let i = 0; i < this.values.length; i++) {
      const value = this.values[i] as Obj;
      text += value instanceof Closure && value.arity === 0 ? textOf(value.call([])) : textOf(value);
      text += this.texts[i + 1] ?? "";
    }
    return text;
  }

  plus(other: GString | string): GString {
    const texts = typeof other === "string" ? [other] : other.texts;
    const values = typeof other === "string" ? [] : other.values;
    const joint = (this.texts[this.values.length] ?? "") + (texts[0] ?? "");
    return new GString(
      [...this.texts.slice(0, this.values.length), joint, ...texts.slice(1)],
      [...this.values, ...values],
    );
  }
}
