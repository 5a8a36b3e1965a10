import type { Obj } from "./runtime/object.ts";

/** A type as written: `Map<String, int[]>` keeps its name and how many pairs of brackets follow. */
export interface TypeName {
  readonly name: string;
  readonly dims: number;
  readonly at: number;
}

export interface Param {
  readonly name: string;
  readonly type: TypeName | null;
  readonly initial: Expr | null;
  readonly varargs: boolean;
  readonly at: number;
}

/** An argument, a list item or a map entry may be spread with `*` or `*:`. */
export interface Argument {
  readonly value: Expr;
  readonly spread: boolean;
  /** The key of a named argument. */
  readonly key: Expr | null;
}

interface At {
  readonly at: number;
}

export type Expr =
  | (At & { readonly kind: "literal"; readonly value: Obj })
  | (At & { readonly kind: "gstring"; readonly texts: readonly string[]; readonly values: readonly Expr[] })
  | (At & { readonly kind: "name"; readonly name: string })
  | (At & { readonly kind: "this" | "super" })
  | (At & { readonly kind: "list"; readonly items: readonly Argument[] })
  | (At & { readonly kind: "map"; readonly entries: readonly Argument[] })
  | (At & {
      readonly kind: "range";
      readonly from: Expr;
      readonly to: Expr;
      readonly openFrom: boolean;
      readonly openTo: boolean;
    })
  | (At & { readonly kind: "unary"; readonly op: "-" | "+" | "!" | "~"; readonly operand: Expr })
  | (At & { readonly kind: "step"; readonly op: "++" | "--"; readonly prefix: boolean; readonly target: Expr })
  | (At & { readonly kind: "binary"; readonly op: string; readonly left: Expr; readonly right: Expr })
  | (At & { readonly kind: "and" | "or"; readonly left: Expr; readonly right: Expr })
  | (At & { readonly kind: "ternary"; readonly test: Expr; readonly yes: Expr; readonly no: Expr })
  | (At & { readonly kind: "elvis"; readonly left: Expr; readonly right: Expr })
  | (At & { readonly kind: "assign"; readonly op: string; readonly target: Expr; readonly value: Expr })
  | (At & { readonly kind: "assignAll"; readonly targets: readonly Expr[]; readonly value: Expr })
  | (At & {
      readonly kind: "property";
      readonly object: Expr;
      readonly name: string | Expr;
      readonly safe: boolean;
      readonly spread: boolean;
      readonly attribute: boolean;
    })
  | (At & { readonly kind: "index"; readonly object: Expr; readonly args: readonly Argument[]; readonly safe: boolean })
  | (At & {
      readonly kind: "call";
      readonly object: Expr | null;
      readonly name: string | Expr;
      readonly args: readonly Argument[];
      readonly safe: boolean;
      readonly spread: boolean;
    })
  | (At & { readonly kind: "callValue"; readonly callee: Expr; readonly args: readonly Argument[] })
  | (At & {
      readonly kind: "new";
      readonly type: TypeName;
      readonly args: readonly Argument[];
      readonly body: ClassDecl | null;
    })
  | (At & {
      readonly kind: "newArray";
      readonly type: TypeName;
      readonly sizes: readonly Expr[];
      readonly items: Expr | null;
    })
  | (At & {
      readonly kind: "closure";
      readonly params: readonly Param[] | null;
      readonly body: readonly Stmt[];
      readonly end: number;
    })
  | (At & { readonly kind: "cast" | "as"; readonly type: TypeName; readonly value: Expr })
  | (At & { readonly kind: "instanceof"; readonly value: Expr; readonly type: TypeName; readonly not: boolean })
  | (At & { readonly kind: "methodRef"; readonly object: Expr; readonly name: string | Expr })
  | (At & { readonly kind: "switchExpr"; readonly subject: Expr; readonly cases: readonly Case[] })
  | (At & { readonly kind: "classRef"; readonly type: TypeName });

export interface Case {
  /** Null for `default`. */
  readonly tests: readonly Expr[] | null;
  readonly body: readonly Stmt[];
  /** Written with `->`: does not fall through. */
  readonly arrow: boolean;
  readonly at: number;
}

export interface Declarator {
  readonly name: string;
  readonly type: TypeName | null;
  readonly initial: Expr | null;
  readonly at: number;
}

export interface Catch {
  readonly types: readonly TypeName[];
  readonly name: string;
  readonly body: readonly Stmt[];
  readonly at: number;
}

export type Stmt =
  | (At & { readonly kind: "expr"; readonly value: Expr })
  | (At & { readonly kind: "declare"; readonly names: readonly Declarator[]; readonly annotations: readonly string[] })
  | (At & { readonly kind: "declareAll"; readonly names: readonly Declarator[]; readonly initial: Expr })
  | (At & { readonly kind: "if"; readonly test: Expr; readonly yes: Stmt; readonly no: Stmt | null })
  | (At & { readonly kind: "while"; readonly test: Expr; readonly body: Stmt })
  | (At & { readonly kind: "doWhile"; readonly test: Expr; readonly body: Stmt })
  | (At & {
      readonly kind: "for";
      readonly init: readonly Stmt[];
      readonly test: Expr | null;
      readonly update: readonly Expr[];
      readonly body: Stmt;
    })
  | (At & { readonly kind: "forIn"; readonly variable: Declarator; readonly over: Expr; readonly body: Stmt })
  | (At & { readonly kind: "switch"; readonly subject: Expr; readonly cases: readonly Case[] })
  | (At & { readonly kind: "return"; readonly value: Expr | null })
  | (At & { readonly kind: "yield"; readonly value: Expr })
  | (At & { readonly kind: "break" | "continue"; readonly label: string | null })
  | (At & { readonly kind: "throw"; readonly value: Expr })
  | (At & {
      readonly kind: "try";
      readonly resources: readonly Stmt[];
      readonly body: readonly Stmt[];
      readonly catches: readonly Catch[];
      readonly finally: readonly Stmt[] | null;
    })
  | (At & { readonly kind: "assert"; readonly test: Expr; readonly message: Expr | null; readonly text: string })
  | (At & { readonly kind: "block"; readonly body: readonly Stmt[] })
  | (At & { readonly kind: "labelled"; readonly label: string; readonly body: Stmt })
  | (At & { readonly kind: "method"; readonly method: MethodDecl })
  | (At & { readonly kind: "class"; readonly decl: ClassDecl });

export interface MethodDecl {
  /** `<init>` for a constructor. */
  readonly name: string;
  readonly params: readonly Param[];
  readonly returns: TypeName | null;
  readonly body: readonly Stmt[] | null;
  readonly static: boolean;
  readonly at: number;
}

export interface FieldDecl {
  readonly name: string;
  readonly type: TypeName | null;
  readonly initial: Expr | null;
  readonly static: boolean;
  readonly final: boolean;
  /** No access modifier: getter and setter come with it. */
  readonly property: boolean;
  readonly at: number;
}

export interface ClassDecl {
  readonly name: string;
  readonly kind: "class" | "interface" | "enum" | "record";
  readonly parent: TypeName | null;
  readonly interfaces: readonly TypeName[];
  readonly fields: readonly FieldDecl[];
  readonly methods: readonly MethodDecl[];
  readonly constants: readonly {
    readonly name: string;
    readonly args: readonly Argument[];
    readonly body: ClassDecl | null;
    readonly at: number;
  }[];
  readonly initializers: readonly { readonly static: boolean; readonly body: readonly Stmt[] }[];
  readonly inner: readonly ClassDecl[];
  readonly annotations: readonly string[];
  readonly at: number;
}

export interface Import {
  readonly name: string;
  readonly alias: string | null;
  readonly star: boolean;
  readonly static: boolean;
  readonly at: number;
}

/** A whole script. */
export interface Script {
  readonly imports: readonly Import[];
  readonly body: readonly Stmt[];
}
