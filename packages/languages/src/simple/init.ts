import type { Exchange } from "@mortise/contract";
import { type Compilation, trimSpan } from "./compilation.ts";
import type { Evaluate } from "./function.ts";
import type { Span } from "./syntax.ts";
import { setVariable } from "./variables.ts";

const START = "$init{";
const END = "}init$";

/** `$name := value`, `$$name := value` (the older form) or `$name ~:= chain`, at the start of a line. */
const STATEMENT = /^\s*\$\$?([A-Za-z_]\w*)\s+(~?:=)\s+/;

/** The init block at the head of a source: what it sets up, and where the expression begins. */
export interface InitBlock {
  readonly rest: number;
  /** Sets the block's variables on the exchange, in order. */
  readonly run: (exchange: Exchange) => void;
}

/** Compiles the init block, if the source starts with one. */
export function compileInit(unit: Compilation): InitBlock | undefined {
  const { source } = unit;
  const end = source.startsWith(START) ? source.indexOf(END) : -1;
  if (end < 0) return undefined;
  const steps: { readonly name: string; readonly value: Evaluate }[] = [];
  for (const { name, value, isFunction, at } of statements(source, { start: START.length, end })) {
    if (value.start >= value.end) throw unit.error(`$${name} has no value`, at);
    if (isFunction) unit.localFunctions.set(name, unit.template(value));
    else steps.push({ name, value: valueOfStatement(value, unit) });
    unit.locals.add(name);
  }
  const after = end + END.length;
  return {
    rest: source.startsWith("\r\n", after) ? after + 2 : source.startsWith("\n", after) ? after + 1 : after,
    run: (exchange) => {
      for (const { name, value } of steps) setVariable(exchange, name, value(exchange));
    },
  };
}

interface Statement {
  readonly name: string;
  readonly isFunction: boolean;
  readonly value: Span;
  readonly at: number;
}

function* statements(source: string, block: Span): Generator<Statement> {
  for (let at = block.start; at < block.end; ) {
    const lineEnd = endOfLine(source, at, block.end);
    const found = STATEMENT.exec(source.slice(at, lineEnd));
    if (!found) {
      at = lineEnd + 1;
      continue;
    }
    const start = at + found[0].length;
    const end = valueEnd(source, start, lineEnd, block.end);
    yield {
      name: found[1] as string,
      isFunction: found[2] === "~:=",
      value: trimSpan(source, { start, end }),
      at: start,
    };
    at = endOfLine(source, end, block.end) + 1;
  }
}

/** At the `;` that ends a line, which may come on a later line; without one, at the end of its own line. */
function valueEnd(source: string, start: number, lineEnd: number, blockEnd: number): number {
  for (let from = start, end = lineEnd; ; from = end + 1, end = endOfLine(source, from, blockEnd)) {
    const line = source.slice(from, end);
    if (from !== start && STATEMENT.test(line)) return lineEnd;
    if (/;\s*$/.test(line)) return from + line.lastIndexOf(";");
    if (end >= blockEnd) return lineEnd;
  }
}

function endOfLine(source: string, from: number, end: number): number {
  const at = source.indexOf("\n", from);
  return at < 0 || at > end ? end : at;
}

/** Quoted text, a number, true or false keep their types; all else is a template. */
function valueOfStatement(span: Span, unit: Compilation): Evaluate {
  const text = unit.text(span);
  if (/^-?\d{1,9}$/.test(text)) return () => Number(text);
  if (text === "true" || text === "false") return () => text === "true";
  const quoted = /^(['"]).*\1$/s.test(text) && text.length > 1;
  return unit.template(quoted ? { start: span.start + 1, end: span.end - 1 } : span);
}
