/** The fields of a form; a field that comes twice is named, for no endpoint may accept that (RFC 6749 §3.1, §3.2). */
export function readForm(text: string): { readonly fields: ReadonlyMap<string, string>; readonly twice?: string } {
  const fields = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (fields.has(name)) return { fields, twice: name };
    // A parameter without a value counts as left out.
    if (value !== "") fields.set(name, value);
  }
  return { fields };
}
