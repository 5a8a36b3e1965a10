import { Chance } from "./chance.ts";

const ATOMS = (
  "null undefined true false 0 1 -1 7 1.5 NaN 5n 0n '' 'a' '12' `t${v0}` 'ä€😀' [] {} [1,2,3] ({a:1,b:[2]}) " +
  "[[1],[2]] (x=>x) (()=>1) (function(){return\u00a0this}) (class{}) /a+/g Symbol.iterator new\u00a0Date(0) new\u00a0Map([[1,2]]) " +
  "new\u00a0Set([1]) new\u00a0Uint8Array(4) Math JSON globalThis Object Array String Promise.resolve(1) Proxy Reflect " +
  "request body headers exchange properties flow console arguments this v0 v1 v2 new\u00a0Error('e') Promise.reject(1) BigInt(3)"
)
  .split(" ")
  .map((atom) => atom.replaceAll("\u00a0", " "));

const BINARY = "+ - * / % == != === !== < > <= >= && || ?? & | ^ >> , in instanceof = += ??=".split(" ");
const METHODS = (
  "toString valueOf map filter reduce slice splice concat join indexOf includes push pop sort reverse flat at charAt split " +
  "replace replaceAll trim padStart match matchAll normalize toFixed toPrecision getTime toISOString toLocaleString setHours keys values " +
  "entries get set has delete add call apply bind test exec then catch next constructor hasOwnProperty isPrototypeOf find findLast " +
  "toSorted toSpliced with fill copyWithin subarray getHeader setHeader removeHeader getBody setBody getIn getHeaders getProperty " +
  "setProperty log forEach size length name __proto__ __defineGetter__ raw assign freeze fromEntries parse stringify"
).split(" ");

/** Grammar-made JavaScript: the syntax by rules, the calls by the names of built-in methods and of the message's own. */
export function javascriptProgram(seed: number): string {
  return new Script(new Chance(seed)).text();
}

class Script {
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  text(): string {
    const text = `var v0 = [5, 'x']; let v1 = 'ab'; v2 = { k: 1 };\n${this.#block(3)}`;
    if (!this.#chance.once(12)) return text;
    const at = this.#chance.below(text.length);
    const odd = this.#chance.pick([
      "",
      "}",
      "(",
      "'",
      "`",
      "${",
      "\\",
      "/",
      "=>",
      "\n",
      "@",
      "#x",
      "\u0000",
      "\ud83d",
      "/*",
      "await ",
    ]);
    return text.slice(0, at) + odd + text.slice(at + this.#chance.below(6));
  }

  #block(depth: number): string {
    // Most failures are caught, so that what stands below is tried too.
    const statement = () =>
      this.#chance.once(3) ? this.#statement(depth) : `try { ${this.#statement(depth)} } catch (t) { v2 = t }`;
    return `${this.#chance.some(1, 3, statement).join(";\n")};\n`;
  }

  #statement(depth: number): string {
    const chance = this.#chance;
    const value = (d = depth) => this.#value(d);
    if (depth <= 0) return value(1);
    switch (chance.below(18)) {
      case 0:
        return `if (${value()}) { ${this.#block(depth - 1)} } else { ${this.#block(depth - 1)} }`;
      case 1:
        return `for (const x of ${value()}) { ${this.#block(depth - 1)}; break }`;
      case 2:
        return `for (var i = 0; i < 3; i++) { ${this.#block(depth - 1)} }`;
      case 3:
        return `for (var k in ${value()}) { ${this.#block(depth - 1)}; ${chance.pick(["break", "continue"])} }`;
      case 4:
        return `try { ${this.#block(depth - 1)} } catch (e) { ${chance.pick(["e.message", "throw e", "e.stack", value(1)])} } finally { ${value(1)} }`;
      case 5:
        return `switch (${value()}) { case ${value(1)}: ${value(1)}; break; default: ${value(1)} }`;
      case 6:
        return `var { a, ...b${depth} } = ${value()}`;
      case 7:
        return `var [c, d = ${value(1)}, ...e${depth}] = ${value()}`;
      case 8:
        return `function f${depth}(a, b = ${value(1)}, ...c) { ${this.#block(depth - 1)}; return ${value(1)} } f${depth}(${value(1)})`;
      case 9:
        return `class C${depth} { #p = ${value(1)}; static s = ${value(1)}; get p() { return this.#p } ${chance.pick(["toString", "toJSON", "valueOf", "m"])}() { return ${value(1)} } } new C${depth}()`;
      case 10:
        return `var g${depth} = (function* () { yield ${value(1)}; yield* ${value(1)} })(); g${depth}.next()`;
      case 11:
        return `(async () => { await ${value(1)}; ${this.#block(depth - 1)} })()`;
      case 12:
        return `throw ${value()}`;
      case 13:
        return `${chance.pick(["v0", "v1", "v2", "headers", "properties", "globalThis", "Array.prototype", "Object.prototype"])}${chance.pick([".x", "[0]", "['a']", ".toString", ".toJSON", ".length"])} = ${value()}`;
      case 14:
        return `request.setHeader(${value(1)}, ${value(1)})`;
      case 15:
        return `result = ${value()}`;
      default:
        return value();
    }
  }

  #value(depth: number): string {
    const chance = this.#chance;
    const value = () => this.#value(depth - 1);
    if (depth <= 0 || chance.once(4)) return chance.pick(ATOMS);
    switch (chance.below(13)) {
      case 0:
        return `(${value()} ${chance.pick(BINARY)} ${value()})`;
      case 1:
        return `(${value()} ? ${value()} : ${value()})`;
      case 2:
        return `(${chance.pick(["!", "-", "~", "+", "typeof ", "void ", "delete ", "new "])}${value()})`;
      case 3:
        return `${value()}[${value()}]`;
      case 4:
        return `[${chance.some(0, 3, () => `${chance.once(6) ? "..." : ""}${value()}`).join(", ")}]`;
      case 5:
        return `({ a: ${value()}, [${value()}]: 1, ...${value()}, get b() { return ${value()} } })`;
      case 6:
        return `((a, b) => ${value()})`;
      case 7:
        return `\`a\${${value()}}b\``;
      case 8:
        return `${value()}${chance.pick([".", "?."])}${chance.pick(METHODS)}`;
      case 9:
        return `new ${chance.pick(["Date", "Map", "Set", "Array", "Error", "Proxy", "RegExp", "Promise", "WeakMap", "Function", "DataView"])}(${value()})`;
      case 10:
        return `${chance.pick(["JSON", "Math", "Object", "Reflect", "Array", "String", "Number", "Symbol", "BigInt", "Date"])}.${chance.pick(METHODS)}(${value()}, ${value()})`;
      default:
        return `(${value()})${chance.pick([".", "?."])}${chance.pick(METHODS)}(${chance.some(0, 3, value).join(", ")})`;
    }
  }
}
