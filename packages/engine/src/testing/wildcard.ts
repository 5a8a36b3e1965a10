/**
 * Whether a text is what a pattern says, in which `*` stands for any text. Looks at each part once from left to right:
 * stubs come in with requests too, and a regular expression with many stars could keep a server busy for hours.
 */
export function fitsPattern(pattern: string, text: string): boolean {
  const parts = pattern.split(/\*+/);
  const [first = ""] = parts;
  if (parts.length === 1) return text === pattern;
  const last = parts.at(-1) as string;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
