import { forbidden } from "../failure.ts";
import type { Argument, ClassDecl, FieldDecl, MethodDecl, Param, Stmt, TypeName } from "../syntax.ts";
import { MODIFIERS, type Token } from "../tokens.ts";
import { skipAnnotations } from "./annotations.ts";
import type { Cursor } from "./cursor.ts";
import { parseDeclaration } from "./declarations.ts";
import { parseMethod, startsMethod } from "./methods.ts";
import { parseParams } from "./params.ts";
import { parseArguments } from "./path.ts";
import { parseStatementsOf } from "./statements.ts";
import { parseType } from "./types.ts";

type Kind = ClassDecl["kind"];

/** Whether a class, interface, enum, record or trait is declared at the cursor. */
export function startsClass(c: Cursor): boolean {
  let i = c.at;
  while (c.tokens[i]?.type === "keyword" && MODIFIERS.has((c.tokens[i] as Token).text)) i++;
  const word = c.tokens[i];
  const name = c.tokens[i + 1];
  if (word?.type === "keyword") return ["class", "interface", "enum"].includes(word.text) && name?.type === "name";
  if (word?.text === "@" && name?.text === "interface") return true;
  const contextual = word?.type === "name" && (word.text === "trait" || word.text === "record");
  return contextual && name?.type === "name" && !name.nl && /^\p{Lu}/u.test(name.text);
}

/** Reads a class and what is in it. */
export function parseClass(c: Cursor, annotations: readonly string[]): ClassDecl {
  const at = c.token.start;
  while (c.token.type === "keyword" && MODIFIERS.has(c.token.text)) c.next();
  const word = c.next();
  if (word.text === "trait") throw forbidden(c.source, word.start, "traits: write a class or a closure instead");
  const kind = word.text as Kind;
  const name = c.name("the name of the class").text;
  skipTypeParameters(c);
  const header: Param[] = kind === "record" ? parseRecordHeader(c) : [];
  let parent: TypeName | null = null;
  const interfaces: TypeName[] = [];
  for (;;) {
    if (c.take("extends")) {
      const types = parseTypes(c);
      if (kind === "interface") interfaces.push(...types);
      else parent = types[0] ?? null;
    } else if (c.take("implements")) interfaces.push(...parseTypes(c));
    else break;
  }
  const decl = parseClassBody(c, { name, kind, parent, interfaces, annotations, at });
  if (kind !== "record") return decl;
  const fields = header.map((param): FieldDecl => ({ ...param, static: false, final: true, property: true }));
  return { ...decl, fields: [...fields, ...decl.fields] };
}

function parseRecordHeader(c: Cursor): Param[] {
  c.expect("(", "after the name of the record");
  const params = c.within(true, () => parseParams(c, ")"));
  c.expect(")", "after the fields of the record");
  return params;
}

function parseTypes(c: Cursor): TypeName[] {
  const types: TypeName[] = [];
  do {
    const type = parseType(c);
    if (type) types.push(type);
  } while (c.take(","));
  return types;
}

function skipTypeParameters(c: Cursor): void {
  if (!c.is("<")) return;
  let depth = 0;
  do {
    const { text } = c.next();
    if (text === "<") depth++;
    else if (text === ">") depth--;
  } while (depth > 0 && c.token.type !== "end");
}

type Head = Pick<ClassDecl, "name" | "kind" | "parent" | "interfaces" | "annotations" | "at">;
type Body = {
  fields: FieldDecl[];
  methods: MethodDecl[];
  constants: ClassDecl["constants"][number][];
  initializers: { static: boolean; body: readonly Stmt[] }[];
  inner: ClassDecl[];
};

/** Reads `{ … }` of a class. */
export function parseClassBody(c: Cursor, head: Head): ClassDecl {
  const outer = c.className;
  c.className = head.name;
  c.expect("{", "to begin the class");
  const body: Body = { fields: [], methods: [], constants: [], initializers: [], inner: [] };
  c.within(false, () => {
    if (head.kind === "enum") parseConstants(c, body);
    for (;;) {
      while (c.take(";"));
      if (c.is("}")) return;
      if (c.token.type === "end") throw c.fail("Expected } to close the class");
      parseMember(c, body);
    }
  });
  c.expect("}", "to close the class");
  c.className = outer;
  return { ...head, ...body };
}

function parseConstants(c: Cursor, body: Body): void {
  skipAnnotations(c);
  while (c.token.type === "name" && ["(", ",", ";", "}", "{"].includes(c.peek().text)) {
    const name = c.next();
    let args: Argument[] = [];
    if (c.take("(")) {
      args = c.within(true, () => parseArguments(c, ")"));
      c.expect(")", "after the arguments");
    }
    const inner = c.is("{")
      ? parseClassBody(c, { name: "", kind: "class", parent: null, interfaces: [], annotations: [], at: name.start })
      : null;
    body.constants.push({ name: name.text, args, body: inner, at: name.start });
    if (!c.take(",")) break;
  }
}

function parseMember(c: Cursor, body: Body): void {
  const annotations = skipAnnotations(c);
  if (c.is("static") && c.peek().text === "{") {
    c.next();
    body.initializers.push({ static: true, body: parseStatementsOf(c, "the initialiser") });
  } else if (c.is("{")) body.initializers.push({ static: false, body: parseStatementsOf(c, "the initialiser") });
  else if (startsClass(c)) body.inner.push(parseClass(c, annotations));
  else if (startsMethod(c, true)) body.methods.push(parseMethod(c));
  else parseFields(c, body);
}

function parseFields(c: Cursor, body: Body): void {
  const modifiers = new Set<string>();
  for (let i = c.at; c.tokens[i]?.type === "keyword" && MODIFIERS.has((c.tokens[i] as Token).text); i++) {
    modifiers.add((c.tokens[i] as Token).text);
  }
  if (modifiers.size === 0 && !c.is("def") && c.token.type !== "name" && c.token.type !== "keyword") {
    throw c.fail("Expected a field, a method or }");
  }
  const declared = parseDeclaration(c, []);
  if (declared.kind !== "declare") throw c.fail("Expected a field");
  if (!c.take(";") && !c.is("}") && !c.token.nl) throw c.fail("Expected a line break or ; after the field");
  const isStatic = modifiers.has("static");
  const property = !modifiers.has("private") && !modifiers.has("public") && !modifiers.has("protected");
  for (const { name, type, initial, at } of declared.names) {
    body.fields.push({ name, type, initial, static: isStatic, final: modifiers.has("final"), property, at });
  }
}
