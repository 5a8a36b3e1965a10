import type { BinaryOperator } from "./tokens.ts";

/** A stretch of the source: from an offset up to, but without, another. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Text as it stands. */
export interface TextNode extends Span {
  readonly kind: "text";
  readonly text: string;
}

/** `true`, `null`, `12`, `-1.5`: a literal that keeps its type. */
export interface LiteralNode extends Span {
  readonly kind: "literal";
  readonly value: null | boolean | number | bigint | { readonly double: number };
}

/** `${…}`, `$simple{…}` or `$<…>`; `content` is what stands between. */
export interface FunctionNode extends Span {
  readonly kind: "function";
  readonly content: Span;
}

/** `#{name}` or `@{name}`. */
export interface NotationNode extends Span {
  readonly kind: "property" | "variable";
  readonly name: string;
}

/** Parts side by side: one part keeps its type, more become text. */
export interface TemplateNode extends Span {
  readonly kind: "template";
  readonly parts: readonly Node[];
  readonly quoted: boolean;
}

/** `${x}++` and `${x}--`. */
export interface UnaryNode extends Span {
  readonly kind: "unary";
  readonly by: 1 | -1;
  readonly operand: Node;
}

/** `!${x}`. */
export interface NotNode extends Span {
  readonly kind: "not";
  readonly operand: Node;
}

/** A comparison. */
export interface BinaryNode extends Span {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

/** Two conditions joined. */
export interface LogicalNode extends Span {
  readonly kind: "logical";
  readonly operator: "&&" | "||";
  readonly left: Node;
  readonly right: Node;
}

/** `a ?: b`. */
export interface ElvisNode extends Span {
  readonly kind: "elvis";
  readonly left: Node;
  readonly right: Node;
}

/** `a ~> b` and `a ?~> b`: each value is the body of the next stage. The first operator says whether null ends it. */
export interface ChainNode extends Span {
  readonly kind: "chain";
  readonly nullSafe: boolean;
  readonly stages: readonly Node[];
}

/** `$param`: what a stage of a chain was given. */
export interface ParameterNode extends Span {
  readonly kind: "parameter";
}

/** `$name` or `$$name`: a variable that the init block declared. */
export interface LocalNode extends Span {
  readonly kind: "local";
  readonly name: string;
}

/** `condition ? yes : no`, inside one `${ }`. */
export interface TernaryNode extends Span {
  readonly kind: "ternary";
  readonly condition: Node;
  readonly yes: Node;
  readonly no: Node;
}

/** Predicates side by side: all must hold. None holds never. */
export interface AllNode extends Span {
  readonly kind: "all";
  readonly predicates: readonly Node[];
}

/** What a source means, before anything is resolved. */
export type Node =
  | TextNode
  | LiteralNode
  | FunctionNode
  | NotationNode
  | TemplateNode
  | UnaryNode
  | NotNode
  | BinaryNode
  | LogicalNode
  | ElvisNode
  | ChainNode
  | ParameterNode
  | LocalNode
  | TernaryNode
  | AllNode;
