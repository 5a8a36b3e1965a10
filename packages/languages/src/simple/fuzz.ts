/** Pieces that expressions are made of: operators, functions, quotes, notations, and what breaks them. */
const PIECES = [
  "${",
  "$simple{",
  "$<",
  "}",
  ">",
  "'",
  '"',
  "\\",
  "\\}",
  "\\n",
  "$",
  "#{p}",
  "@{v}",
  "#{",
  "@{",
  "$param",
  "$init{",
  "}init$",
  "$a := ",
  ";\n",
  "\n",
  " ",
  "  ",
  "\t",
  ".",
  ",",
  ":",
  "?",
  "(",
  ")",
  "[",
  "]",
  "!",
  "-",
  "0",
  "1",
  "9999999999",
  "1.5",
  "true",
  "false",
  "null",
  " == ",
  " != ",
  " =~ ",
  " >= ",
  " <= ",
  " > ",
  " < ",
  " contains ",
  " !contains ",
  " ~~ ",
  " in ",
  " !in ",
  " is ",
  " range ",
  " regex ",
  " startsWith ",
  " && ",
  " || ",
  " ?: ",
  " ~> ",
  " ?~> ",
  " ? ",
  " : ",
  "++",
  "--",
  "!${",
  "body",
  "header.a",
  "header.list[0]",
  "headers",
  "exchangeProperty.p",
  "variable.x",
  "exception.message",
  "date:now",
  "date:now+1d:yyyy",
  "date:header.d:HH",
  "bodyAs(",
  "replace(",
  "substring(",
  "split(",
  "join(",
  "forEach(",
  "filter(",
  "sum(",
  "range(",
  "sort(",
  "iif(",
  "pad(",
  "hash(",
  "jsonpath($.a)",
  "xpath(//a)",
  "collate(",
  "list(",
  "map(",
  "distinct(",
  "convertTo(",
  "setHeader(",
  "random(",
  "uuid",
  "size()",
  "length()",
  "trim()",
  "empty(list)",
  ".repeat(99)",
  ".replaceAll('(a+)+','b')",
  ".split(',')",
  ".substring(1)",
  ".toUpperCase()",
  ".get(0)",
  "[last-1]",
  "?.size()",
  "'(a|a)*b'",
  "'[a-z]+'",
  "'1..5'",
  "'String'",
  "constructor",
  "__proto__",
  "prototype",
  "é",
  "💥",
  "\u0000",
] as const;

/** A small generator of chance with a seed, so that a failure can be repeated. */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** An expression put together from pieces. */
export function randomExpression(next: () => number): string {
  let text = "";
  for (let left = 1 + Math.floor(next() * 25); left > 0; left--) text += PIECES[Math.floor(next() * PIECES.length)];
  return text;
}

/** An expression that was valid, with some of it taken out, doubled, swapped or replaced. */
export function mutatedExpression(sources: readonly string[], next: () => number): string {
  const pick = () => sources[Math.floor(next() * sources.length)] as string;
  let text = pick();
  for (let left = 1 + Math.floor(next() * 4); left > 0; left--) {
    const from = Math.floor(next() * (text.length + 1));
    const to = Math.min(text.length, from + Math.floor(next() * 8));
    const kind = Math.floor(next() * 5);
    const part = text.slice(from, to);
    const other = kind === 3 ? (PIECES[Math.floor(next() * PIECES.length)] as string) : kind === 4 ? pick() : "";
    text = text.slice(0, from) + (kind === 0 ? "" : kind === 1 ? part + part : other + part) + text.slice(to);
    if (text.length > 2_000) text = text.slice(0, 2_000);
  }
  return text;
}
