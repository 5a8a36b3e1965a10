/** Camel's pattern of header names: `*` at the end, or the whole name, without case. */
export function wildcard(pattern: string, name: string): boolean {
  const folded = name.toLowerCase();
  const wanted = pattern.toLowerCase();
  if (wanted.endsWith("*")) return folded.startsWith(wanted.slice(0, -1));
  return folded === wanted;
}
