import { syntaxError } from "../failures.ts";
import { LIMITS } from "../work.ts";
import {
  addText,
  foldBinary,
  foldLogical,
  foldNot,
  foldOthers,
  foldUnary,
  type Item,
  isOperator,
  trimAroundOthers,
} from "./fold.ts";
import { walk } from "./scan.ts";
import type { FunctionNode, Node, Span } from "./syntax.ts";
import {
  type BinaryOperator,
  isBlank,
  type Notations,
  operatorAfterBlank,
  type Token,
  Tokens,
  type TokenType,
} from "./tokens.ts";

/** Inside quotes only these count; all else is text, a backslash too. */
const IN_SINGLE: readonly TokenType[] = ["singleQuote", "functionStart", "functionEnd", "property", "variable"];
const IN_DOUBLE: readonly TokenType[] = ["doubleQuote", "functionStart", "functionEnd", "property", "variable"];
const IN_PLAIN_SINGLE: readonly TokenType[] = ["singleQuote", "property", "variable"];
const IN_PLAIN_DOUBLE: readonly TokenType[] = ["doubleQuote", "property", "variable"];

/** Operators of one condition or chain: more would nest deeper than the call stack takes. */
const MAX_OPERATORS = 500;

/** Operators whose deprecated spelling means the same; messages name the new one, as Camel's do. */
const SPELLINGS: { readonly [operator: string]: BinaryOperator } = {
  "not is": "!is",
  "not contains": "!contains",
  "not regex": "!regex",
  "not in": "!in",
  "not range": "!range",
  "starts with": "startsWith",
  "ends with": "endsWith",
};

/**
 * The two grammars of Simple: a template (text with functions in it) and a predicate. Both read the same tokens, in the
 * order Camel's parsers do, since the index of an error is where that order meets it.
 */
export class Parser {
  readonly source: string;
  readonly #notations: Notations;
  readonly #isFunction: (content: string) => boolean;
  readonly #fail = (what: string, offset: number) => this.error(what, offset);
  #depth = 0;

  constructor(source: string, notations: Omit<Notations, "angle">, isFunction: (content: string) => boolean) {
    this.source = source;
    this.#notations = { ...notations, angle: (start) => this.#angleEnd(start, isFunction) };
    this.#isFunction = isFunction;
  }

  /** Where the `>` of `$<…>` stands, when what is between is a known function. */
  #angleEnd(start: number, isFunction: (content: string) => boolean): number | undefined {
    if (!isFunction(this.source.slice(start + 2, start + 82))) return undefined;
    let depth = 0;
    for (let at = start + 2; at < Math.min(this.source.length, start + 2_000); at++) {
      const character = this.source.charAt(at);
      if (character === "{") depth++;
      else if (character === "}") depth--;
      else if (character === ">" && depth <= 0) return at;
      else if (character === "\n") return undefined;
    }
    return undefined;
  }

  /** A template between two offsets. */
  template(start: number, end: number): Node {
    const tokens = new Tokens(this.source, start, end, this.#notations);
    const items: Item[] = [];
    for (let token = tokens.next(); token.type !== "eol"; token = tokens.next()) {
      if (token.type === "functionStart") items.push(this.#function(tokens, token));
      else if (isNotation(token)) items.push(notation(token));
      else if (token.type === "unaryOperator" && endsFunction(items.at(-1))) items.push({ item: "unary", token });
      else if (token.type === "otherOperator") items.push({ item: "other", token });
      else addText(items, token);
    }
    this.#checkSize(items, start);
    const nodes = foldOthers(trimAroundOthers(foldUnary(items, this.#fail)), true, this.#fail) as Node[];
    return nodes.length === 1 ? (nodes[0] as Node) : { kind: "template", start, end, parts: nodes, quoted: false };
  }

  /** A predicate between two offsets. */
  predicate(start: number, end: number, bare = false): Node {
    const tokens = new Tokens(this.source, start, end, this.#notations);
    const items: Item[] = [];
    for (let token = tokens.next(); token.type !== "eol"; token = tokens.next()) {
      if (token.type === "whiteSpace") continue;
      const operand = this.#operand(tokens, token, false, bare);
      if (operand) items.push(operand);
      else if (token.type === "booleanValue") items.push(literal(token));
      else if (token.type === "unaryOperator") {
        items.push({ item: "unary", token });
        this.#blankOrEnd(tokens);
      } else if (token.type === "binaryOperator") this.#binary(tokens, token, items, bare);
      else if (token.type === "logicalOperator") this.#logical(tokens, token, items, bare);
      else if (token.type === "otherOperator") this.#other(tokens, token, items, bare);
      else if (isNot(token, bare, this.source)) this.#not(tokens, token, items);
      else throw this.error(`Unexpected token ${token.text}${hintFor(this.source, token.start)}`, tokens.previous);
    }
    const fail = this.#fail;
    this.#checkSize(items, start);
    const others = foldOthers(foldUnary(items, fail), false, fail);
    const nodes = foldLogical(foldBinary(foldNot(others, fail), fail), fail);
    return nodes.length === 1 ? (nodes[0] as Node) : { kind: "all", start, end, predicates: nodes };
  }

  #checkSize(items: readonly Item[], start: number): void {
    if (items.filter(isOperator).length > MAX_OPERATORS)
      throw this.error(`An expression holds at most ${MAX_OPERATORS} operators`, start);
  }

  /** What stands between `${` and `}` when it is a condition or a choice; undefined when it is one function. */
  inside(content: Span): Node | undefined {
    const choice = this.#choice(content);
    if (choice) return choice;
    const hasOperator =
      walk(this.source, content, (at) => operatorAfterBlank(this.source, at, content.end) !== undefined) !== undefined;
    const negated = /^![A-Za-z]/.test(this.source.slice(content.start, content.start + 2));
    return hasOperator || negated ? this.predicate(content.start, content.end, true) : undefined;
  }

  /** `condition ? yes : no`; the part after the colon may be another one. */
  #choice(content: Span, level = 0): Node | undefined {
    if (level > LIMITS.depth) throw this.error(`more than ${LIMITS.depth} choices within each other`, content.start);
    const mark = (character: string, from: number) =>
      walk(this.source, { start: from, end: content.end }, (at) => isMark(this.source, at, character));
    const question = mark("?", content.start);
    const colon = question === undefined ? undefined : mark(":", question + 1);
    if (question === undefined || colon === undefined) return undefined;
    return {
      kind: "ternary",
      condition: this.predicate(content.start, question, true),
      yes: this.#branch({ start: question + 1, end: colon }),
      no:
        this.#choice({ start: colon + 1, end: content.end }, level + 1) ??
        this.#branch({ start: colon + 1, end: content.end }),
      start: content.start,
      end: content.end,
    };
  }

  /** A branch of a choice: one operand. */
  #branch(span: Span): Node {
    const tokens = new Tokens(this.source, span.start, span.end, this.#notations);
    let token = tokens.next();
    while (token.type === "whiteSpace") token = tokens.next();
    const minus = token.type === "minusValue" ? token : undefined;
    if (minus) token = tokens.next();
    const operand =
      this.#operand(tokens, token, false, true) ??
      (token.type === "numericValue" || token.type === "booleanValue" || token.type === "nullValue"
        ? this.#literalOperand(token, minus)
        : undefined);
    if (!operand) throw this.#unsupported("Ternary", "?", token);
    for (let next = tokens.next(); next.type !== "eol"; next = tokens.next())
      if (next.type !== "whiteSpace") throw this.error(`Unexpected token ${next.text}`, next.start);
    return operand;
  }

  error(what: string, offset: number) {
    return syntaxError(what, this.source, offset);
  }

  /** Quoted text, a function, or a notation: what both sides of an operator may be. */
  #operand(tokens: Tokens, token: Token, plain: boolean, bare: boolean): Node | undefined {
    if (token.type === "singleQuote") return this.#quoted(tokens, token, plain ? IN_PLAIN_SINGLE : IN_SINGLE);
    if (token.type === "doubleQuote") return this.#quoted(tokens, token, plain ? IN_PLAIN_DOUBLE : IN_DOUBLE);
    if (token.type === "functionStart") return this.#function(tokens, token);
    if (isNotation(token)) return notation(token);
    return bare && token.type === "character" && /[A-Za-z]/.test(token.text)
      ? this.#bareFunction(tokens, token)
      : undefined;
  }

  /** Inside `${ }` a function stands without its own: up to an operator or the end. */
  #bareFunction(tokens: Tokens, first: Token): FunctionNode {
    const { start } = first;
    const stop =
      walk(
        this.source,
        { start, end: tokens.end },
        (at) =>
          // Never at its own start: an operand that takes nothing would be read for ever.
          at > start &&
          (operatorAfterBlank(this.source, at, tokens.end) !== undefined ||
            isMark(this.source, at, "?") ||
            isMark(this.source, at, ":")),
      ) ?? tokens.end;
    let end = stop;
    while (end > start && isBlank(this.source.charAt(end - 1))) end--;
    tokens.previous = start;
    tokens.at = end;
    return { kind: "function", start, end, content: { start, end } };
  }

  #quoted(tokens: Tokens, open: Token, wanted: readonly TokenType[]): Node {
    const items: Item[] = [];
    let token = tokens.next(wanted);
    for (; token.type !== open.type && token.type !== "eol"; token = tokens.next(wanted)) {
      if (token.type === "functionStart") items.push(this.#function(tokens, token));
      else if (isNotation(token)) items.push(notation(token));
      else addText(items, token);
    }
    if (token.type === "eol") throw this.error(`expected symbol ${open.type} but was eol`, tokens.previous);
    return { kind: "template", start: open.start, end: token.end, parts: items as Node[], quoted: true };
  }

  #function(tokens: Tokens, open: Token): FunctionNode {
    if (++this.#depth > LIMITS.depth)
      throw this.error(`more than ${LIMITS.depth} functions within each other`, open.start);
    const angle = this.source.startsWith("$<", open.start) ? this.#angleEnd(open.start, this.#isFunction) : undefined;
    let token: Token;
    if (angle === undefined) {
      token = tokens.next();
      for (; token.type !== "functionEnd" && token.type !== "eol"; token = tokens.next())
        if (token.type === "functionStart") this.#function(tokens, token);
      if (token.type === "eol") throw this.error("expected symbol functionEnd but was eol", tokens.previous);
    } else {
      token = { type: "functionEnd", text: ">", start: angle, end: angle + 1 };
      tokens.at = angle + 1;
      tokens.previous = angle;
    }
    this.#depth--;
    return { kind: "function", start: open.start, end: token.end, content: { start: open.end, end: token.start } };
  }

  /** After an operand of an operator there is white space or nothing. */
  #blankOrEnd(tokens: Tokens): void {
    const token = tokens.next();
    if (token.type !== "eol" && token.type !== "whiteSpace")
      throw this.error(`expected symbol whiteSpace but was ${token.type}`, tokens.previous);
  }

  #firstAfterBlanks(tokens: Tokens): Token {
    let token = tokens.next();
    if (token.type !== "whiteSpace")
      throw this.error(`expected symbol whiteSpace but was ${token.type}`, tokens.previous);
    while (token.type === "whiteSpace") token = tokens.next();
    return token;
  }

  #binary(tokens: Tokens, token: Token, items: Item[], bare: boolean): void {
    const operator = SPELLINGS[token.text] ?? (token.text as BinaryOperator);
    items.push({ item: "binary", operator, token });
    const first = this.#firstAfterBlanks(tokens);
    const plain = operator === "regex" || operator === "!regex";
    const limited = plain || operator === "is" || operator === "!is" || operator === "range" || operator === "!range";
    let operand = this.#operand(tokens, first, plain, bare);
    if (!operand && !limited) {
      if (first.type === "numericValue" || first.type === "booleanValue" || first.type === "nullValue")
        operand = this.#literalOperand(first);
      else {
        // Camel looks one token further here, for the digits after a minus: its index points at that one.
        const second = tokens.next();
        if (second.type !== "numericValue") throw this.#unsupported("Binary", operator, second);
        // Any other character before digits passes there too, as text: `== v2`.
        const text = first.text + second.text;
        operand =
          first.type === "minusValue"
            ? this.#literalOperand(second, first)
            : { kind: "text", text, start: first.start, end: second.end };
      }
    }
    if (!operand) throw this.#unsupported("Binary", operator, first);
    items.push(operand);
    if (!this.#unaryFollows(tokens, items)) this.#blankOrEnd(tokens);
  }

  #unaryFollows(tokens: Tokens, items: Item[]): boolean {
    const sign = this.source.slice(tokens.at, tokens.at + 2);
    if (sign !== "++" && sign !== "--") return false;
    const at = tokens.at;
    const previous = tokens.previous;
    const token = tokens.next();
    if (token.type === "unaryOperator") {
      items.push({ item: "unary", token });
      this.#blankOrEnd(tokens);
      return true;
    }
    tokens.at = at;
    tokens.previous = previous;
    return false;
  }

  #logical(tokens: Tokens, token: Token, items: Item[], bare: boolean): void {
    const operator = token.text as "&&" | "||";
    items.push({ item: "logical", operator, token });
    const first = this.#firstAfterBlanks(tokens);
    if (isNot(first, bare, this.source)) {
      this.#not(tokens, first, items);
      return;
    }
    const operand = this.#operand(tokens, first, false, bare);
    if (operand) {
      items.push(operand);
      if (!this.#unaryFollows(tokens, items)) this.#blankOrEnd(tokens);
    } else if (first.type === "booleanValue") {
      items.push(literal(first));
      this.#blankOrEnd(tokens);
    } else throw this.#unsupported("Logical", operator, first);
  }

  #other(tokens: Tokens, token: Token, items: Item[], bare: boolean): void {
    items.push({ item: "other", token });
    const first = this.#firstAfterBlanks(tokens);
    const operand =
      this.#operand(tokens, first, false, bare) ??
      (first.type === "numericValue" || first.type === "booleanValue" || first.type === "nullValue"
        ? this.#literalOperand(first)
        : undefined);
    if (!operand) throw this.#unsupported("Other", token.text, first);
    items.push(operand);
    this.#blankOrEnd(tokens);
  }

  #not(tokens: Tokens, token: Token, items: Item[]): void {
    items.push({ item: "not", token });
    const next = tokens.next();
    items.push(next.type === "functionStart" ? this.#function(tokens, next) : this.#bareFunction(tokens, next));
    this.#blankOrEnd(tokens);
  }

  #unsupported(kind: string, operator: string, token: Token) {
    const at = token.type === "numericValue" ? token.end : token.start;
    return this.error(`${kind} operator ${operator} does not support token ${token.text}`, at);
  }

  #literalOperand(token: Token, minus?: Token): Node {
    if (token.type !== "numericValue") return literal(token);
    const text = (minus ? "-" : "") + token.text;
    const start = (minus ?? token).start;
    if (/^-?\d+$/.test(text)) {
      const whole = BigInt(text);
      const value = BigInt.asIntN(32, whole) === whole ? Number(whole) : BigInt.asIntN(64, whole);
      return { kind: "literal", start, end: token.end, value };
    }
    if (/^-?\d+\.\d*$/.test(text)) return { kind: "literal", start, end: token.end, value: { double: Number(text) } };
    return { kind: "text", start, end: token.end, text };
  }
}

/** What was probably meant by a word that is no token. */
const HINTS: { readonly [word: string]: string } = {
  "=": "; did you mean ==?",
  "===": "; did you mean ==?",
  "=<": "; did you mean <=?",
  "=>": "; did you mean >=?",
  "<>": "; did you mean !=?",
  "!==": "; did you mean !=?",
  and: "; write && for and",
  "&": "; write && for and",
  or: "; write || for or",
  "|": "; write || for or",
  not: "; write an operator with !, such as != or !contains",
};

function hintFor(source: string, at: number): string {
  const start = source.slice(0, at).search(/\S*$/);
  const word = /^\S{0,40}/.exec(source.slice(start))?.[0] ?? "";
  const known = word.toLowerCase();
  if (Object.hasOwn(HINTS, known)) return HINTS[known] as string;
  if (/[}'"](==|!=|=~|>=|<=|>|<)|(==|!=|=~|>=|<=|>|<)['"$]/.test(word))
    return "; put a blank on both sides of an operator";
  return /^[A-Za-z]/.test(word) ? "; text is written in quotes, and a value as ${…}" : "";
}

/** `!` that touches a function: `!${…}`, and inside `${ }` also `!body`. */
function isNot(token: Token, bare: boolean, source: string): boolean {
  return token.type === "notOperator" || (bare && token.text === "!" && /[A-Za-z]/.test(source.charAt(token.end)));
}

/** Whether ` ? ` or ` : ` stands at an offset. */
function isMark(source: string, at: number, character: string): boolean {
  return source.charAt(at) === character && isBlank(source.charAt(at - 1)) && isBlank(source.charAt(at + 1));
}

function isNotation({ type }: Token): boolean {
  return type === "property" || type === "variable" || type === "parameter" || type === "local" || type === "localCall";
}

function notation({ type, text, start, end }: Token): Node {
  if (type === "parameter") return { kind: "parameter", start, end };
  if (type === "localCall") return { kind: "function", start, end, content: { start: start + 1, end } };
  return { kind: type as "property" | "variable" | "local", name: text, start, end };
}

function literal(token: Token): Node {
  return {
    kind: "literal",
    value: token.type === "nullValue" ? null : token.text === "true",
    start: token.start,
    end: token.end,
  };
}

function endsFunction(item: Item | undefined): boolean {
  return item !== undefined && !isOperator(item) && item.kind === "function";
}
