import type { GClass } from "../../runtime/class.ts";
import { hashText } from "../../runtime/hash.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { define } from "../define.ts";
import { NAMESPACE, QNAME } from "./classes.ts";

/** `groovy.namespace.QName`: a name with its namespace and the prefix it was written with. */
export class QName extends GObject {
  readonly uri: string;
  readonly local: string;
  readonly prefix: string;

  constructor(uri: string, local: string, prefix = "") {
    super();
    this.uri = uri;
    this.local = local;
    this.prefix = prefix;
  }

  override get cls(): GClass {
    return QNAME;
  }

  get qualified(): string {
    return this.prefix === "" ? this.local : `${this.prefix}:${this.local}`;
  }

  override text(): string {
    return this.uri === "" ? this.local : `{${this.uri}}${this.local}`;
  }

  override keyText(): string {
    return `q${this.text()}`;
  }

  override hash(): number {
    return Math.imul(37, hashText(this.uri)) + hashText(this.local);
  }

  override equals(other: Obj): boolean {
    if (other instanceof QName) return other.uri === this.uri && other.local === this.local;
    if (typeof other !== "string" || other === "") return false;
    const at = other.lastIndexOf(":");
    return at >= 0 && at < other.length - 1 && other.slice(0, at) === this.prefix && other.slice(at + 1) === this.local;
  }

  /** Whether a path's step means this name: `p:local`, `*:local`, or `local` where it has no prefix. */
  matches(other: Obj): boolean {
    if (other instanceof QName) {
      return (
        (other.local === "*" || this.local === "*" || other.local === this.local) &&
        (other.uri === "*" || this.uri === "*" || other.uri === this.uri)
      );
    }
    if (typeof other !== "string" || other === "") return false;
    const at = other.lastIndexOf(":");
    const prefix = at < 0 ? "" : other.slice(0, at);
    const local = other.slice(at + 1);
    return (prefix === "*" || prefix === this.prefix) && (local === "*" || local === this.local);
  }
}

const q = "new groovy.namespace.QName('urn:a', 'b', 'p')";

define<QName>(QNAME, [
  [
    "new(String local)",
    "new groovy.namespace.QName('b').toString()",
    (_run, _self, local: string) => new QName("", local),
  ],
  [
    "new(String uri, String local)",
    "new groovy.namespace.QName('urn:a', 'b').toString()",
    (_run, _self, uri: string, local: string) => new QName(uri ?? "", local),
  ],
  [
    "new(String uri, String local, String prefix)",
    `${q}.qualifiedName`,
    (_run, _self, uri: string, local: string, prefix: string) => new QName(uri ?? "", local, prefix),
  ],
  ["String getLocalPart()", `${q}.localPart`, (_run, self) => self.local],
  ["String getNamespaceURI()", `${q}.namespaceURI`, (_run, self) => self.uri],
  ["String getPrefix()", `${q}.prefix`, (_run, self) => self.prefix],
  ["String getQualifiedName()", `${q}.qualifiedName`, (_run, self) => self.qualified],
  ["boolean matches(Object name)", `${q}.matches('*:b')`, (_run, self, name: Obj) => self.matches(name)],
]);

/** `groovy.xml.Namespace`: makes names of one namespace, `ns.local`. */
class Namespace extends GObject {
  readonly uri: string;
  readonly prefix: string;

  constructor(uri: string, prefix: string) {
    super();
    this.uri = uri;
    this.prefix = prefix;
  }

  override get cls(): GClass {
    return NAMESPACE;
  }

  override getProperty(_run: Run, name: string): Obj {
    return new QName(this.uri, name, this.prefix);
  }
}

define<Namespace>(NAMESPACE, [
  [
    "new(String uri)",
    "new groovy.xml.Namespace('urn:a').b.toString()",
    (_run, _self, uri: string) => new Namespace(uri, ""),
  ],
  [
    "new(String uri, String prefix)",
    "new groovy.xml.Namespace('urn:a', 'p').b.qualifiedName",
    (_run, _self, uri: string, prefix: string) => new Namespace(uri, prefix),
  ],
  [
    "QName get(String local)",
    "new groovy.xml.Namespace('urn:a').get('b').localPart",
    (_run, self, local: string) => {
      return new QName(self.uri, local, self.prefix);
    },
  ],
]);
