import { type MortiseError, mortiseError, positionAt } from "@mortise/contract";

/** A mistake in the text of a script, at an offset. */
export function syntaxError(source: string, offset: number, what: string, found?: string): MortiseError {
  const detail = found === undefined ? { what } : { what: `${what}, found ${found}`, expected: what, found };
  return mortiseError("SCRIPT_SYNTAX", detail, { position: positionAt(source, offset), source });
}

/** Something that scripts may not use, named where it stands. */
export function forbidden(source: string, offset: number, what: string): MortiseError {
  return mortiseError("SCRIPT_FORBIDDEN", { what }, { position: positionAt(source, offset), source });
}
