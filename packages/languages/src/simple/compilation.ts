import {
  type CompileContext,
  double,
  type Exchange,
  type Mistake,
  positionAt,
  toText,
  type Value,
} from "@mortise/contract";
import { failed } from "../failures.ts";
import { spendText } from "../work.ts";
import type { Argument } from "./call.ts";
import { compileChain, withBody } from "./chain.ts";
import { closestFunction } from "./closest.ts";
import { convert, type TypeKind, typeKind } from "./convert.ts";
import type { Evaluate, FunctionUse, SimpleFunction, Test } from "./function.ts";
import { followPath } from "./ognl/follow.ts";
import { parsePath } from "./ognl/path.ts";
import { compileBinary, compileBinaryTest } from "./operators/compile.ts";
import { increase } from "./operators/unary.ts";
import { Parser } from "./parser.ts";
import { walk } from "./scan.ts";
import type { FunctionNode, Node, Span } from "./syntax.ts";
import { isNothing, isTrue } from "./truth.ts";
import { getVariable } from "./variables.ts";

/** The functions that a source may use, by name. */
export type Functions = ReadonlyMap<string, SimpleFunction>;

/** What a compilation needs of its surroundings. */
export interface Surroundings {
  readonly functions: Functions;
  readonly context: CompileContext;
  /** Environment variables and system properties that the operator lists, with their values. */
  readonly environment: ReadonlyMap<string, string>;
  readonly system: ReadonlyMap<string, string>;
}

/** One source on its way to closures: resolves functions, notes what it reads and points at mistakes. */
export class Compilation {
  readonly source: string;
  readonly context: CompileContext;
  readonly environment: ReadonlyMap<string, string>;
  readonly system: ReadonlyMap<string, string>;
  readonly parser: Parser;
  readonly variables = new Set<string>();
  /** The stages of chains around the place being compiled. */
  readonly stages: { body: Value }[] = [];
  /** What an init block declared: names of variables, and functions. */
  readonly locals = new Set<string>();
  readonly localFunctions = new Map<string, Evaluate>();
  readonly warnings: Mistake[] = [];
  effect: "pure" | "read" = "pure";
  readonly #functions: Functions;
  /** The function being compiled. */
  #place: FunctionNode | undefined;

  constructor(source: string, { functions, context, environment, system }: Surroundings) {
    this.source = source;
    this.context = context;
    this.environment = environment;
    this.system = system;
    this.#functions = functions;
    const notations = { properties: context.property !== undefined, locals: this.locals };
    this.parser = new Parser(source, notations, (content) => {
      const name = functionName(content);
      return name !== undefined && this.#lookup(name) !== undefined;
    });
  }

  error(what: string, offset: number) {
    return this.parser.error(what, offset);
  }

  text(span: Span): string {
    return this.source.slice(span.start, span.end);
  }

  /** A node as a value. */
  value(node: Node): Evaluate {
    switch (node.kind) {
      case "text": {
        const { text } = node;
        return () => text;
      }
      case "literal": {
        const value = literalValue(node.value);
        return () => value;
      }
      case "property": {
        const value = this.context.property?.(node.name) ?? "";
        return () => value;
      }
      case "variable":
        return this.#variable(node.name);
      case "function":
        return this.function(node);
      case "template":
        return this.#template(node.parts.map((part) => this.value(part)));
      case "unary":
        return increase(this.value(node.operand), node.by);
      case "binary":
        return compileBinary(node, this);
      case "elvis": {
        const left = this.value(node.left);
        const right = this.value(node.right);
        return (exchange) => {
          const value = left(exchange);
          return isNothing(value) ? right(exchange) : value;
        };
      }
      case "chain":
        return compileChain(node, this);
      case "parameter":
        return this.#parameter();
      case "local": {
        const { name } = node;
        return (exchange) => getVariable(exchange, name);
      }
      case "ternary": {
        const condition = this.test(node.condition);
        const yes = this.value(node.yes);
        const no = this.value(node.no);
        return (exchange) => (condition(exchange) ? yes(exchange) : no(exchange));
      }
      case "not":
      case "logical":
      case "all": {
        const test = this.test(node);
        return (exchange) => test(exchange);
      }
    }
  }

  /** A node as a condition. */
  test(node: Node): Test {
    switch (node.kind) {
      case "binary":
        return compileBinaryTest(node, this);
      case "not": {
        const operand = this.test(node.operand);
        return (exchange) => !operand(exchange);
      }
      case "logical": {
        const left = this.test(node.left);
        const right = this.test(node.right);
        return node.operator === "&&"
          ? (exchange) => left(exchange) && right(exchange)
          : (exchange) => left(exchange) || right(exchange);
      }
      case "all": {
        const tests = node.predicates.map((predicate) => this.test(predicate));
        return tests.length === 0 ? () => false : (exchange) => tests.every((test) => test(exchange));
      }
      default: {
        const value = this.value(node);
        return (exchange) => isTrue(value(exchange));
      }
    }
  }

  /** What stands between `${` and `}`: an operator expression, or a function. */
  function(node: FunctionNode): Evaluate {
    const outer = this.#place;
    this.#place = node;
    const evaluate = this.#resolve(node);
    this.#place = outer;
    return evaluate;
  }

  /** A path that cannot be read, as Camel words it, at the function that it belongs to. */
  brokenPath(at: number) {
    const node = this.#place;
    if (!node) return this.error("Not a path", at);
    const text = this.text(node.content);
    return this.error(`Valid syntax: \${${functionName(text) ?? "function"}.OGNL} was: ${text}`, node.start);
  }

  #resolve(node: FunctionNode): Evaluate {
    const { content } = node;
    const prefix = /^(int|integer|long|boolean|string):/.exec(this.text(content));
    if (prefix) return this.#typed(prefix[1] as string, node);
    const text = this.text(content);
    const name = functionName(text);
    const found = name === undefined ? undefined : this.#lookup(name);
    if (!(found?.freeText && text.charAt((name as string).length) === ":")) {
      const inner = this.parser.inside(content);
      if (inner) return this.value(inner);
    }
    const local = name === undefined ? undefined : this.localFunctions.get(name);
    if (local) return this.#localCall(local, name as string, node);
    if (!found || name === undefined) throw this.unknown(text, node);
    return found.compile({ name, node, rest: { start: content.start + name.length, end: content.end } }, this);
  }

  /** `${int:…}`: the value of what follows, as that type. */
  #typed(type: string, node: FunctionNode): Evaluate {
    const start = node.content.start + type.length + 1;
    const value = this.function({ ...node, content: { start, end: node.content.end } });
    const kind = typeKind(type) as TypeKind;
    return (exchange) => {
      const converted = convert(value(exchange), kind, exchange.scope.timeZone);
      if (converted === undefined) throw failed(`the value cannot be converted to ${kind}`);
      return converted;
    };
  }

  /** A function of the init block: its argument is the body that its chain starts from. */
  #localCall(body: Evaluate, name: string, node: FunctionNode): Evaluate {
    const { start, end } = node.content;
    const list = this.argumentList({ name, node, rest: { start: start + name.length, end } }, true);
    const [item] = list?.items ?? [];
    const rest = list?.rest ?? { start: start + name.length, end };
    if (!item) return this.tail(rest, body);
    const argument = this.argument(item, "value");
    return this.tail(rest, (exchange) => withBody(exchange, argument.value(exchange), body));
  }

  /** Notes what compiles and can hardly be meant. */
  warn(message: string, offset: number): void {
    const position = positionAt(this.source, offset);
    this.warnings.push({ severity: "warning", code: "expression", message, position, source: this.source });
  }

  unknown(text: string, node: FunctionNode) {
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    const trimmed = text.trim();
    if (trimmed !== text && functionName(trimmed) && this.#lookup(functionName(trimmed) as string))
      return this.error(`Unknown function: ${shown}. Remove the spaces: \${${trimmed}}`, node.start);
    const name = /^[\w-]*/.exec(text)?.[0] ?? "";
    const near = closestFunction(name, this.#functions.keys());
    const hint = near ? `. Did you mean \${${near}${text.slice(name.length, name.length + 40)}}?` : "";
    return this.error(`Unknown function: ${shown}${hint}`, node.start);
  }

  /** A function that exists, written in a way it does not have. */
  wrongUse(use: FunctionUse, spec: SimpleFunction) {
    const forms = spec.forms.map((form) => `\${${form}}`).join(" or ");
    return this.error(`Valid syntax: ${forms} was: ${this.text(use.node.content)}`, use.node.start);
  }

  /** The arguments in parentheses right after a function's name, and what follows them. */
  argumentList(use: FunctionUse, whole = false): { readonly items: readonly Span[]; readonly rest: Span } | undefined {
    const { start, end } = use.rest;
    if (this.source.charAt(start) !== "(") return undefined;
    const inside = { start: start + 1, end };
    const close = walk(this.source, inside, (_, character) => character === ")", false);
    if (close === undefined)
      throw this.error(`Missing the closing parenthesis: ${this.text(use.node.content)}`, use.node.start);
    const span = { start: start + 1, end: close };
    const items = whole && span.start < span.end ? [span] : this.#split(span);
    return { items, rest: { start: close + 1, end } };
  }

  #split(inside: Span): Span[] {
    if (inside.start >= inside.end) return [];
    const items: Span[] = [];
    let from = inside.start;
    walk(
      this.source,
      inside,
      (at, character) => {
        if (character === ",") {
          items.push({ start: from, end: at });
          from = at + 1;
        }
        return false;
      },
      false,
    );
    items.push({ start: from, end: inside.end });
    return items;
  }

  /** An argument: a template, without the quotes around it. */
  argument(span: Span, kind: "value" | "predicate" | "expression"): Argument {
    // A blank alone is an argument; blanks around something else are not.
    const exact = this.text(span).trim() === "" ? span : trimSpan(this.source, span);
    if (kind === "predicate") {
      const test = this.test(this.parser.predicate(exact.start, exact.end));
      return { test, value: test };
    }
    const inner = this.#unquote(exact);
    const node = this.parser.template(inner.start, inner.end);
    const value = this.value(node);
    const argument = { value, test: (exchange: Exchange) => isTrue(value(exchange)) };
    return node.kind === "text" ? { ...argument, fixed: node.text } : argument;
  }

  /** The arguments of a method: quoted text, numbers, true, false, null and functions keep their types. */
  methodArguments(inside: Span): readonly Evaluate[] {
    return this.#split(inside).map((item) => {
      const exact = trimSpan(this.source, item);
      const text = this.text(exact);
      if (/^-?\d{1,15}$/.test(text)) return constant(Number(text));
      if (text === "true" || text === "false") return constant(text === "true");
      if (text === "null") return constant(null);
      return this.template(this.#unquote(exact));
    });
  }

  #unquote(span: Span): Span {
    const first = this.source.charAt(span.start);
    const last = span.end - 1;
    if ((first === "'" || first === '"') && last > span.start && this.source.charAt(last) === first)
      return this.#unquote({ start: span.start + 1, end: last });
    return span;
  }

  /** A stretch of the source as a template. */
  template(span: Span): Evaluate {
    return this.value(this.parser.template(span.start, span.end));
  }

  /** Method calls and keys that follow a function, on its value. */
  tail(rest: Span, root: Evaluate): Evaluate {
    if (rest.start >= rest.end) return root;
    const path = parsePath(rest, this);
    return (exchange) => followPath(path, root(exchange), exchange);
  }

  #lookup(name: string): SimpleFunction | undefined {
    return this.#functions.get(name);
  }

  #variable(name: string): Evaluate {
    this.variables.add(name);
    this.effect = "read";
    return (exchange) => {
      const value = exchange.scope.variables.get(name);
      if (value === undefined) throw failed(`the tenant variable @{${name}} is not at hand`);
      return value;
    };
  }

  #template(parts: readonly Evaluate[]): Evaluate {
    const [only] = parts;
    if (only === undefined) return () => "";
    if (parts.length === 1) return only;
    return (exchange) => {
      let text = "";
      for (const part of parts) {
        const value = part(exchange);
        const piece = typeof value === "string" ? value : toText(value, exchange.scope.timeZone);
        spendText(text.length + piece.length);
        text += piece;
      }
      return text;
    };
  }

  /** `$param`: the body that the innermost stage of a chain was given; outside a chain it is text. */
  #parameter(): Evaluate {
    const stage = this.stages.at(-1);
    return stage ? () => stage.body : () => "$param";
  }
}

const constant =
  (value: Value): Evaluate =>
  () =>
    value;

function literalValue(value: null | boolean | number | bigint | { readonly double: number }): Value {
  return value !== null && typeof value === "object" ? double(value.double) : value;
}

/** The name a function text starts with: up to a dot, colon, bracket or the end. */
export function functionName(text: string): string | undefined {
  const match = /^(?:in\.)?([A-Za-z][A-Za-z0-9-]*)(?=$|[.:([?>])/.exec(text);
  return match?.[0];
}

/** A span without the blanks at its ends. */
export function trimSpan(source: string, { start, end }: Span): Span {
  while (start < end && /\s/.test(source.charAt(start))) start++;
  while (end > start && /\s/.test(source.charAt(end - 1))) end--;
  return { start, end };
}
