import { forbidden, syntaxError } from "../failure.ts";
import { boxOf, coercion } from "../runtime/cast.ts";
import type { GClass } from "../runtime/class.ts";
import type { DeclaredType } from "../runtime/coerce.ts";
import { refusedClass } from "../runtime/denied.ts";
import { arrayClass } from "../runtime/list.ts";
import { classByName, OBJECT, VOID } from "../runtime/types.ts";
import type { Import, MethodDecl, TypeName } from "../syntax.ts";
import type { MethodTable } from "./methods.ts";

const DEFAULT_PACKAGES = [
  "java.lang.",
  "java.util.",
  "java.io.",
  "java.net.",
  "groovy.lang.",
  "groovy.util.",
  "java.math.",
];
/** Of java.math only these two need no import. */
const MATH = new Set(["java.math.BigInteger", "java.math.BigDecimal"]);

/** What is known of a script while it is compiled: its text, its imports, its classes and methods. */
export class Unit {
  readonly source: string;
  readonly #packages: string[] = [...DEFAULT_PACKAGES];
  readonly #staticStars: GClass[] = [];
  readonly #statics = new Map<string, { cls: GClass; member: string }>();
  readonly classes = new Map<string, GClass>();
  readonly methods: MethodTable;
  /** How many anonymous classes there are so far. */
  anonymous = 0;
  /** Names of `@Field` variables, which methods see too. */
  readonly fields = new Set<string>();
  /** Whether an assertion is compiled, whose message shows the values in it. */
  recording = false;
  /** Whether what it yields depends on more than the message. */
  reads = false;

  constructor(source: string, imports: readonly Import[], methods: MethodTable) {
    this.source = source;
    this.methods = methods;
    for (const one of imports) this.#import(one);
  }

  #import(one: Import): void {
    if (one.static) {
      const full = one.star ? one.name : one.name.slice(0, one.name.lastIndexOf("."));
      const cls = this.#require(full, one.at);
      if (one.star) this.#staticStars.push(cls);
      else {
        const member = one.name.slice(full.length + 1);
        this.#statics.set(one.alias ?? member, { cls, member });
      }
      return;
    }
    if (one.star) {
      const why = refusedClass(`${one.name}.`);
      if (why) throw forbidden(this.source, one.at, `${one.name}.*: ${why}`);
      // `import groovy.json.JsonOutput.*` means the classes inside it; either way the names are looked up below.
      this.#packages.push(`${one.name}.`, `${one.name}$`);
      return;
    }
    // Annotations are read over; their imports need no class.
    if (one.name.startsWith("groovy.transform.")) return;
    const cls = this.#require(one.name, one.at);
    this.classes.set(one.alias ?? one.name.slice(one.name.lastIndexOf(".") + 1), cls);
  }

  #require(name: string, at: number): GClass {
    const cls = classByName(name);
    if (cls) return cls;
    const why = refusedClass(name);
    throw forbidden(this.source, at, why ? `${name}: ${why}` : `${name}: this class is not in the library`);
  }

  /** What a static import calls by a bare name. */
  staticImport(name: string): { cls: GClass; member: string } | undefined {
    const one = this.#statics.get(name);
    if (one) return one;
    const cls = this.#staticStars.find((star) => star.statics.has(name) || star.fields.has(name));
    return cls ? { cls, member: name } : undefined;
  }

  /** The class a name means, if it means one. */
  findClass(name: string): GClass | undefined {
    const own = this.classes.get(name);
    if (own) return own;
    const full = classByName(name);
    if (full) return full;
    for (const prefix of this.#packages) {
      const cls = classByName(prefix + name);
      if (cls && (prefix !== "java.math." || MATH.has(cls.name) || this.#packages.lastIndexOf(prefix) > 6)) return cls;
    }
    // `Map.Entry` is java.util.Map.Entry.
    const dot = name.indexOf(".");
    if (dot > 0) {
      const outer = this.findClass(name.slice(0, dot));
      if (outer) return classByName(`${outer.name}${name.slice(dot)}`) ?? this.classes.get(name.slice(dot + 1));
    }
    return undefined;
  }

  /** The class that must be meant; otherwise the reason why there is none. */
  requireClass(name: string, at: number): GClass {
    const cls = this.findClass(name);
    if (cls) return cls;
    const why = refusedClass(name);
    throw forbidden(this.source, at, why ? `${name}: ${why}` : `${name}: this class is not in the library`);
  }

  /** A type as written, with what assignment to it does. */
  type(written: TypeName): DeclaredType {
    if (written.dims > 0) {
      const element = this.#elementName(written) + "[]".repeat(written.dims - 1);
      const cls = arrayClass(element);
      return { cls, name: `${element}[]`, coerce: coercion(cls, `${element}[]`) };
    }
    const box = boxOf(written.name);
    if (box) return { cls: box, name: written.name, coerce: coercion(box, written.name) };
    if (written.name === "void") return { cls: VOID, name: "void", coerce: undefined };
    // A single capital is a type parameter, which means nothing here.
    if (/^[A-Z]$/.test(written.name) && !this.findClass(written.name))
      return { cls: OBJECT, name: OBJECT.name, coerce: undefined };
    const cls = this.requireClass(written.name, written.at);
    return { cls, name: cls.name, coerce: coercion(cls, cls.name) };
  }

  #elementName(written: TypeName): string {
    return boxOf(written.name) ? written.name : this.requireClass(written.name, written.at).name;
  }

  fail(at: number, what: string): Error {
    return syntaxError(this.source, at, what);
  }

  forbid(at: number, what: string): Error {
    return forbidden(this.source, at, what);
  }

  /** Whether the script declares a method of this name. */
  declares(name: string): readonly MethodDecl[] | undefined {
    return this.methods.declarations.get(name);
  }
}
