import type { LibraryType } from "../groovy/index.ts";
import { Chance } from "./chance.ts";

const ATOMS = (
  "null true false 0 1 -1 2 7 2147483647 -2147483648 5L 9223372036854775807L 3G 1.5 0.00 100.125 1e3 2.5d 1.5f " +
  "Double.NaN '' 'a' 'Abc' '12' '2026-01-31' '1.50' '\u00a0x\u00a0' 'ä€😀' \"$v0\" \"${v1}x\" 'a,b;c' '[1,2]' '{\"a\":1}' '<a\u00a0b=\"1\">t</a>' " +
  "[] [:] [1,2,3] ['b','a',null] [a:1,b:[2]] [[1,2],[3]] (1..3) (3..<1) ('a'..'e') [1,2]as\u00a0Set [1,2]as\u00a0int[] 'ab'.bytes 'c'as\u00a0char " +
  "{it} {->1} {a,b->a} {x->x+1} (~/a+/) /[a-z]/ new\u00a0Date(0) new\u00a0StringBuilder('s') new\u00a0Object() 5.class String " +
  "java.time.LocalDate.of(2026,1,31) java.time.Duration.ofHours(5) java.time.ZonedDateTime.now() java.time.DayOfWeek.MONDAY " +
  "new\u00a0ArrayList() new\u00a0LinkedHashMap() new\u00a0TreeMap() new\u00a0BigDecimal('1.10') UUID.fromString('0-0-0-0-1') " +
  "request body headers exchange properties flow message this v0 v1 v2"
)
  .split(" ")
  .map((atom) => atom.replaceAll("\u00a0", " "));

const BINARY =
  "+ - * / % ** == != < > <= >= <=> && || & | ^ << >> >>> .. ..< ?: in !in instanceof as =~ ==~ === !== <=>".split(" ");
const TYPES =
  "int long double String List Map Set Integer Long BigDecimal Boolean Date char byte[] int[] Object def Closure Number".split(
    " ",
  );
const IMPORTS = [
  "import java.time.*",
  "import groovy.json.JsonSlurper",
  "import java.util.regex.Pattern as P",
  "import static java.lang.Math.*",
  "import groovy.transform.Field",
];
const WORDS = "foo size name x each class length call get put run next text values min sum collect find join".split(
  " ",
);

/** Grammar-made Groovy scripts: the syntax by rules, the calls by the names and arities of the library, and its examples with parts put in other places. */
export function createGroovyGrammar(library: readonly LibraryType[]): (seed: number) => string {
  const all = library.flatMap(({ name, methods, statics, constructors }) => [
    ...methods.map(({ signature, example }) => ({ owner: "", ...callOf(signature), example })),
    ...statics.map(({ signature, example }) => ({ owner: name, ...callOf(signature), example })),
    ...constructors.map(({ signature, example }) => ({ owner: name, ...callOf(signature), name: "new", example })),
  ]);
  return (seed) => new Script(new Chance(seed), all).text();
}

interface Call {
  /** Empty for a method of an object. */
  readonly owner: string;
  readonly name: string;
  readonly arity: number;
  readonly example: string;
}

function callOf(signature: string): { name: string; arity: number } {
  const [, name = "foo", params = ""] = /(\w+)\(([^)]*)\)/.exec(signature) ?? [];
  return { name, arity: params.trim() === "" ? 0 : params.split(",").length };
}

class Script {
  readonly #chance: Chance;
  readonly #calls: readonly Call[];

  constructor(chance: Chance, calls: readonly Call[]) {
    this.#chance = chance;
    this.#calls = calls;
  }

  text(): string {
    const { once, pick } = this.#bound();
    if (once(4)) return this.#changed(pick(this.#calls).example);
    const imports = once(8) ? `${pick(IMPORTS)}\n` : "";
    const text = `${imports}def v0 = [5, 'x']\ndef v1 = 'ab'\nv2 = [k: 1]\ndef v3\n${this.#block(3)}`;
    // Some are no Groovy at all: what cannot be read must say so.
    return once(12) ? this.#torn(text) : text;
  }

  #bound() {
    const chance = this.#chance;
    return {
      once: (of: number) => chance.once(of),
      pick: <T>(items: readonly T[]): T => chance.pick(items),
      some: (least: number, most: number, make: () => string) => chance.some(least, most, make),
    };
  }

  #block(depth: number): string {
    // Most failures are caught, so that what stands below is tried too.
    const statement = () =>
      this.#chance.once(3)
        ? this.#statement(depth)
        : `try { ${this.#statement(depth)} } catch (Throwable t) { v2 = t }`;
    return `${this.#chance.some(1, 3, statement).join("\n")}\n`;
  }

  #statement(depth: number): string {
    const { pick, once } = this.#bound();
    const value = (d = depth) => this.#value(d);
    if (depth <= 0) return value(1);
    const name = pick(["v0", "v1", "v2", "v3"]);
    switch (this.#chance.below(24)) {
      case 0:
        return `if (${value()}) { ${this.#block(depth - 1)} } else { ${this.#block(depth - 1)} }`;
      case 1:
        return `for (${name}x in ${value()}) { ${this.#block(depth - 1)}${once(3) ? "; continue" : ""} }`;
      case 2:
        return `for (int i = 0; i < 3; i++) { ${this.#block(depth - 1)} }`;
      case 3:
        return `while (${value(1)}) { ${this.#block(depth - 1)}; ${once(2) ? "break" : name} }`;
      case 4:
        return `try { ${this.#block(depth - 1)} } catch (${pick(["e", "Exception e", "ArithmeticException | NullPointerException e", "Throwable e"])}) { ${pick(["e.message", "throw e", value(1)])} } finally { ${value(1)} }`;
      case 5:
        return `switch (${value()}) { case ${value(1)}: ${value(1)}; break\ncase ${value(1)}: ${value(1)}\ndefault: ${value(1)} }`;
      case 6:
        return `def (a${depth}, b${depth}) = ${value()}`;
      case 7:
        return `${pick(TYPES)} t${depth} = ${value()}`;
      case 8:
        return `def f${depth} = { a, b = ${value(1)} -> ${this.#block(depth - 1)} }\nf${depth}(${value(1)})`;
      case 9:
        if (depth < 3) return value();
        return `class C${depth} { def p = ${value(1)}; static s = ${value(1)}; def m(x) { ${value(1)} }; String toString() { ${value(1)} } }\nnew C${depth}(p: ${value(1)}).m(${value(1)})`;
      case 10:
        if (depth < 3) return value();
        return `enum E${depth} { A, B; def m() { ${value(1)} } }\nE${depth}.A.m()`;
      case 11:
        return `${name}${pick(["[0]", "['a']", ".x", "?.x", "[1..2]", "*.x", "[-1]"])} ${pick(["=", "+=", "<<=", "?="])} ${value()}`;
      case 12:
        return `${pick(["throw", "return", "assert", "println", "print"])} ${value()}`;
      case 13:
        return `request.setHeader(${value(1)}, ${value(1)})`;
      case 14:
        return `exchange.setProperty(${value(1)}, ${value(1)})`;
      case 15:
        return `with(${value(1)}) { ${value(1)} }`;
      case 16:
        return `label${depth}: for (q in 1..2) { ${value(1)}; ${pick(["break", "continue"])} label${depth} }`;
      case 17:
        return `${name}${pick(["++", "--", " += 1", " -= v1", " *= 2", " <<= 1", " ?= 3", " **= 2"])}`;
      default:
        return `${once(2) ? `${name} = ` : ""}${value()}`;
    }
  }

  #value(depth: number): string {
    const { pick, once } = this.#bound();
    const value = () => this.#value(depth - 1);
    if (depth <= 0 || once(4)) return pick(ATOMS);
    switch (this.#chance.below(16)) {
      case 0:
        return `(${value()} ${pick(BINARY)} ${value()})`;
      case 1:
        return `(${value()} ? ${value()} : ${value()})`;
      case 2:
        return `${pick(["!", "-", "~", "+"])}${value()}`;
      case 3:
        return `${value()}[${value()}${once(3) ? `, ${value()}` : ""}]`;
      case 4:
        return `[${this.#chance.some(0, 3, () => `${once(6) ? "*" : ""}${value()}`).join(", ")}]`;
      case 5:
        return `[${this.#chance.some(1, 3, () => `${pick(["a", "b", "'c d'", "(v0)", "1", "*"])}: ${value()}`).join(", ")}]`;
      case 6:
        return `{ ${pick(["", "a -> ", "a, b -> ", "int a, b = 1 -> ", "-> "])}${value()} }`;
      case 7:
        return `"a\${${value()}}b$v0"`;
      case 8:
        return `(${value()} as ${pick(TYPES)})`;
      case 9:
        return `${value()}${pick([".", "?.", "*.", ".&", ".@"])}${pick(WORDS)}`;
      case 10:
        return `(${value()}${pick(["", "?"])}.${pick(WORDS)}(${value()}))`;
      case 11:
        return `(${value()}).with { ${value()} }`;
      default:
        return this.#call(depth);
    }
  }

  #call(depth: number): string {
    const call = this.#chance.pick(this.#calls);
    // Mostly with as many arguments as there are parameters.
    const count = this.#chance.once(8) ? this.#chance.below(4) : call.arity;
    const args = Array.from({ length: count }, () => this.#value(this.#chance.once(2) ? depth - 1 : 0)).join(", ");
    if (call.name === "new") return `new ${call.owner.replaceAll("$", ".")}(${args})`;
    if (call.owner !== "") return `${call.owner.replaceAll("$", ".")}.${call.name}(${args})`;
    const receiver = this.#chance.once(2) ? this.#lastLine(call.example) : `(${this.#value(depth - 1)})`;
    return `${receiver}.${call.name}(${args})`;
  }

  /** The receiver of an example's call: an object of the right class. */
  #lastLine(example: string): string {
    if (example.includes("\n")) return `({ -> ${example} }())`;
    const dot = example.lastIndexOf(".");
    const receiver = dot > 0 ? example.slice(0, dot) : example;
    return balanced(receiver) ? `(${receiver})` : `(${example})`;
  }

  /** An example with one of its literals in place of another value. */
  #changed(example: string): string {
    const literals = [...example.matchAll(/'[^'\n]*'|\b\d+(?:\.\d+)?\w?\b|\bnull\b|\[[^[\]\n]*\]/g)];
    if (literals.length === 0) return example;
    const { index, 0: text } = this.#chance.pick(literals);
    return example.slice(0, index) + this.#value(1) + example.slice(index + text.length);
  }

  #torn(text: string): string {
    const at = this.#chance.below(text.length);
    const odd = this.#chance.pick([
      "",
      "}",
      "(",
      "'",
      '"',
      "$",
      "\\",
      "/",
      "?.",
      "->",
      "\n",
      "@",
      "#",
      "\u0000",
      "\ud83d",
      "/*",
      "'''",
    ]);
    return text.slice(0, at) + odd + text.slice(at + this.#chance.below(6));
  }
}

function balanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char) && --depth < 0) return false;
  }
  return depth === 0 && (text.match(/'/g) ?? []).length % 2 === 0 && (text.match(/"/g) ?? []).length % 2 === 0;
}
