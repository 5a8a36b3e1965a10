/** A flow property `#{name}` or tenant variable `@{name}` in a text: where it ends and what it names. */
export interface Notation {
  readonly kind: "property" | "variable";
  readonly name: string;
  readonly end: number;
}

const NAME = /[A-Za-z0-9_.-]+\}/y;

/** The notation that starts at an offset, if one does: a plain name must follow, so that `#{` in other text stays text. */
export function notationAt(source: string, offset: number): Notation | undefined {
  const mark = source.charCodeAt(offset);
  if ((mark !== 35 && mark !== 64) || source.charCodeAt(offset + 1) !== 123) return undefined;
  NAME.lastIndex = offset + 2;
  const found = NAME.exec(source);
  if (!found) return undefined;
  return { kind: mark === 35 ? "property" : "variable", name: found[0].slice(0, -1), end: NAME.lastIndex };
}
