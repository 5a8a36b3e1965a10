import { type CompileContext, type Exchange, type Expression, type Language, mortiseError } from "@mortise/contract";
import { evaluationError, failed } from "../failures.ts";
import { notationAt } from "../notations.ts";
import { LIMITS, spendText, startWork } from "../work.ts";

type Part = string | { readonly variable: string };

/** Text that stands as it is: `${…}` stays, `#{property}` and `@{variable}` are filled in. */
export const constant: Language = { name: "constant", compile: compileConstant };

function compileConstant(source: string, context: CompileContext): Expression {
  if (source.length > LIMITS.source)
    throw mortiseError("EXPRESSION_SYNTAX", { what: `A constant holds at most ${LIMITS.source} characters` });
  const parts = split(source, context);
  const variables = [...new Set(parts.flatMap((part) => (typeof part === "string" ? [] : [part.variable])))];
  const fixed = variables.length === 0 ? parts.join("") : undefined;
  const text = (exchange: Exchange): string => {
    if (fixed !== undefined) return fixed;
    startWork();
    try {
      return parts.map((part) => (typeof part === "string" ? part : variable(part.variable, exchange))).join("");
    } catch (error) {
      throw evaluationError(error, source);
    }
  };
  return {
    language: "constant",
    source,
    effect: variables.length > 0 ? "read" : "pure",
    variables,
    evaluate: text,
    text,
    test: (exchange) => text(exchange).trim().toLowerCase() === "true",
  };
}

function split(source: string, context: CompileContext): readonly Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let at = 0; at < source.length; at++) {
    const notation = notationAt(source, at);
    if (!notation || (notation.kind === "property" && !context.property)) continue;
    parts.push(source.slice(from, at));
    parts.push(notation.kind === "property" ? (context.property?.(notation.name) ?? "") : { variable: notation.name });
    from = notation.end;
    at = notation.end - 1;
  }
  parts.push(source.slice(from));
  return parts;
}

function variable(name: string, exchange: Exchange): string {
  const value = exchange.scope.variables.get(name);
  if (value === undefined) throw failed(`the tenant variable @{${name}} is not at hand`);
  spendText(value.length);
  return value;
}
