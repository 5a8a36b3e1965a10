import { type Exchange, type Language, MortiseError, toText, type Value } from "@mortise/contract";
import { Jexl } from "jexl";
import { failed, syntaxError } from "../failures.ts";
import { looksLikeJson, parseJson } from "../json.ts";
import { exchangeVariables } from "../simple/variables.ts";
import { expressionOf } from "../sister.ts";
import { LIMITS, spend, spendText } from "../work.ts";
import { show, take, takeRaised, watched } from "./window.ts";

/** Names that lead out of the data; Jexl has nothing to call them with, and they are refused all the same. */
const REFUSED = new Set(["constructor", "prototype", "__proto__", "__defineGetter__", "__defineSetter__"]);

const engine = new Jexl();
// Text grows by `+` alone, so that is where its length is counted.
engine.addBinaryOp("+", 30, (left: unknown, right: unknown) => {
  if (typeof left === "number" && typeof right === "number") return left + right;
  return watched(() => {
    const joined = asText(left) + asText(right);
    spendText(joined.length);
    return joined;
  });
});

function asText(part: unknown): string {
  if (part === undefined || part === null) return "";
  return typeof part === "object" ? toText(take(part)) : String(part);
}

/** The Jexl package over `body`, `headers`, `properties`, `variables` and `json`, the body parsed. Truth is JavaScript's. */
export const jexl: Language = {
  name: "jexl",
  compile(source, context) {
    const compiled = compile(source);
    const run = (exchange: Exchange): unknown => {
      takeRaised();
      try {
        return compiled.evalSync(scopeOf(exchange));
      } catch (error) {
        const own = takeRaised();
        if (own) throw own;
        if (error instanceof MortiseError || error instanceof RangeError) throw error;
        throw failed((error instanceof Error ? error.message : String(error)).replace(/^(Error: )+/, ""));
      }
    };
    return expressionOf("jexl", source, context, {
      evaluate: (exchange) => take(run(exchange)),
      test: (exchange) => Boolean(run(exchange)),
    });
  },
};

function compile(source: string) {
  if (source.trim() === "") throw syntaxError("A Jexl expression is expected, such as body.total > 10", source, 0);
  if (source.length > LIMITS.pattern)
    throw syntaxError(`A Jexl expression holds at most ${LIMITS.pattern} characters`, source.slice(0, 100), 0);
  const name = [...source.matchAll(/[A-Za-z_$][\w$]*/g)].find(([word]) => REFUSED.has(word));
  if (name) throw syntaxError(`A Jexl expression may not use ${name[0]}`, source, name.index);
  try {
    return engine.compile(source);
  } catch (error) {
    throw syntaxError(`Not a Jexl expression: ${error instanceof Error ? error.message : String(error)}`, source, 0);
  }
}

function scopeOf(exchange: Exchange): object {
  const { body } = exchange.message;
  const scope: { [name: string]: unknown } = Object.create(null);
  spend(5);
  scope.body = show(body);
  scope.headers = show(new Map<Value, Value>(exchange.message.headers));
  scope.properties = show(new Map<Value, Value>(exchange.properties));
  scope.variables = show(new Map<Value, Value>(exchangeVariables(exchange)));
  Object.defineProperty(scope, "json", {
    get: () => show(typeof body === "string" && looksLikeJson(body) ? parseJson(body) : body),
    enumerable: true,
  });
  return scope;
}
