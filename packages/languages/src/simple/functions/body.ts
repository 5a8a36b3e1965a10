import { type Exchange, toText, typeName, type Value } from "@mortise/contract";
import { failed, quoted } from "../../failures.ts";
import { wordFrom } from "../arguments.ts";
import { type Argument, bare, call } from "../call.ts";
import { convert, typeKind } from "../convert.ts";
import type { SimpleFunction } from "../function.ts";

/** A value as the type that an argument names; null where Camel has no conversion, an error where it fails. */
export function asType(value: Value, type: Argument, exchange: Exchange): Value {
  const name = wordFrom(type, exchange);
  const kind = typeKind(name);
  if (kind === undefined) throw failed(`there is no type ${name}`);
  const converted = convert(
    typeof value === "string" && kind !== "Character" ? value.trim() || value : value,
    kind,
    exchange.scope.timeZone,
  );
  if (converted !== undefined) return kind === "String" && typeof value === "string" ? value : converted;
  if (typeof value !== "string") return null;
  throw failed(`${quoted(value)} cannot be converted to ${kind}`);
}

const body: SimpleFunction = {
  name: "body",
  aliases: ["in.body"],
  family: "body",
  summary: "The message's body, and what its methods and keys give.",
  forms: ["body", "body.method()", "body[key]", "body?.method()"],
  parameters: [],
  examples: [
    { source: "${body}", body: "Hello", result: "Hello" },
    { source: "${body[address][zip]}", body: { address: { zip: "3511 AA" } }, result: "3511 AA" },
    { source: "${body[last]}", body: [1, 2, 3], result: 3 },
    { source: "${body.toUpperCase()}", body: "ok", result: "OK" },
    { source: "${body.zip}", body: { zip: "3511 AA" }, error: "a key is written [zip]" },
  ],
  compile(use, unit) {
    const first = unit.text(use.rest).charAt(0);
    if (first !== "" && first !== "." && first !== "[" && first !== "?")
      throw unit.unknown(unit.text(use.node.content), use.node);
    return unit.tail(use.rest, (exchange) => exchange.message.body);
  },
};

const type = { name: "type", description: "A Java type by its short or full name, such as `String` or `int`." };

const bodyAs = call({
  name: "bodyAs",
  family: "body",
  summary: "The body as another type; its methods and keys may follow.",
  signatures: ["type"],
  parameters: [type],
  examples: [
    { source: "${bodyAs(String)}", body: { $bytes: "Hello" }, result: "Hello" },
    { source: "${bodyAs(String).length}", body: 12345, result: 5 },
    { source: "${bodyAs(int)}", body: "42", result: 42 },
  ],
  run: ([type], exchange) => asType(exchange.message.body, type as Argument, exchange),
});

const mandatoryBodyAs = call({
  name: "mandatoryBodyAs",
  family: "body",
  summary: "The body as another type; an error when there is no body.",
  signatures: ["type"],
  parameters: [type],
  examples: [
    { source: "${mandatoryBodyAs(Integer)}", body: "456", result: 456 },
    { source: "${mandatoryBodyAs(String)}", error: "no body" },
  ],
  run: ([type], exchange) => {
    const value = exchange.message.body;
    const converted = value === null ? null : asType(value, type as Argument, exchange);
    if (converted === null) throw failed(`there is no body of the type ${wordFrom(type as Argument, exchange)}`);
    return converted;
  },
});

const JAVA_TYPES: { readonly [name: string]: string } = {
  Date: "java.util.Date",
  List: "java.util.ArrayList",
  Map: "java.util.LinkedHashMap",
  Set: "java.util.LinkedHashSet",
  BigDecimal: "java.math.BigDecimal",
  BigInteger: "java.math.BigInteger",
  "byte[]": "byte[]",
};

/** Functions of the message's body. */
export const bodyFunctions: readonly SimpleFunction[] = [
  body,
  bodyAs,
  mandatoryBodyAs,
  bare({
    name: "bodyOneLine",
    family: "body",
    summary: "The body as text without its line breaks.",
    examples: [{ source: "Got: ${bodyOneLine}", body: "a\nb", result: "Got: ab" }],
    run: (exchange) => toText(exchange.message.body, exchange.scope.timeZone).replace(/\r\n|\r|\n/g, ""),
  }),
  bare({
    name: "bodyType",
    family: "body",
    summary: "The Java class name of the body; null without a body.",
    examples: [{ source: "${bodyType}", body: "Hello", result: "java.lang.String" }],
    run: (exchange) => {
      const name = typeName(exchange.message.body);
      if (name === "null") return null;
      return JAVA_TYPES[name] ?? (name.includes(".") ? name : `java.lang.${name}`);
    },
  }),
];
