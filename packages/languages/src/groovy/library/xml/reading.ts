import type { GClass } from "../../runtime/class.ts";
import { refuse } from "../../runtime/denied.ts";
import { Bytes } from "../../runtime/list.ts";
import type { GObject, Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { type Definition, define } from "../define.ts";
import { ByteArrays } from "../io/charset.ts";
import { InputStream, readAll } from "../io/readers.ts";

/** What XmlSlurper and XmlParser have in common: how they are told to read, and what they read from. */
export interface Reading extends GObject {
  /** Whether names are resolved to namespaces. */
  aware: boolean;
  /** Whether white space between elements is kept. */
  keepSpace: boolean;
  /** Whether white space around text goes. */
  trim: boolean;
  read(run: Run, text: string): Obj;
}

/** Puts the constructors, settings and readers of such a class on the allow-list. */
export function defineReading(cls: GClass, name: string, make: () => Reading): void {
  const made = (aware: boolean) => {
    const reading = make();
    reading.aware = aware;
    return reading;
  };
  const text = "'<a><b>1</b> </a>'";
  const definitions: Definition<Reading>[] = [
    ["new()", `new ${name}().parseText(${text}).text()`, () => made(true)],
    [
      "new(boolean validating, boolean namespaceAware)",
      `new ${name}(false, false).parseText('<p:a/>').name()`,
      (_run, _self, _validating: boolean, aware: boolean) => made(aware),
    ],
    [
      "new(boolean validating, boolean namespaceAware, boolean allowDocType)",
      `new ${name}(false, true, false).parseText(${text}).name()`,
      (_run, _self, _validating: boolean, aware: boolean, _docType: boolean) => made(aware),
    ],
    [
      "Object parseText(String text)",
      `new ${name}().parseText(${text}).b.text()`,
      (run, self, source: string) => {
        if (source === null)
          throw throwNew("java.lang.NullPointerException", 'Cannot invoke "String.length()" because "s" is null');
        return self.read(run, source);
      },
    ],
    [
      "Object parse(Object source)",
      `new ${name}().parse(new StringReader(${text})).b.text()`,
      (run, self, source: Obj) => self.read(run, textFrom(run, source)),
    ],
    ["boolean isNamespaceAware()", `new ${name}().namespaceAware`, (_run, self) => self.aware],
    ["boolean isKeepIgnorableWhitespace()", `new ${name}().keepIgnorableWhitespace`, (_run, self) => self.keepSpace],
    ["boolean isTrimWhitespace()", `new ${name}().trimWhitespace`, (_run, self) => self.trim],
    [
      "void setNamespaceAware(boolean aware)",
      `def x = new ${name}()\nx.namespaceAware = false\nx.parseText('<p:a/>').name()`,
      (_run, self, aware: boolean) => {
        self.aware = aware;
        return null;
      },
    ],
    [
      "void setKeepIgnorableWhitespace(boolean keep)",
      `def x = new ${name}()\nx.keepIgnorableWhitespace = true\nx.parseText(${text}).text()`,
      (_run, self, keep: boolean) => {
        self.keepSpace = keep;
        return null;
      },
    ],
    [
      "void setTrimWhitespace(boolean trim)",
      `def x = new ${name}()\nx.trimWhitespace = true\nx.parseText('<a> 1 </a>').text()`,
      (_run, self, trim: boolean) => {
        self.trim = trim;
        return null;
      },
    ],
    [
      // Scripts switch document types and entities off or on here; here they are always off.
      "void setFeature(String feature, boolean on)",
      `def x = new ${name}()\nx.setFeature('http://xml.org/sax/features/external-general-entities', false)\nx.parseText(${text}).name()`,
      (_run, _self, _feature: string, _on: boolean) => null,
    ],
  ];
  define(cls, definitions);
}

/** The text of a reader, or of bytes in the encoding that their XML declaration names. */
function textFrom(run: Run, source: Obj): string {
  if (typeof source === "string") throw refuse(run, "parse(uri): files and the network: use parseText(text)");
  if (source === null) throw throwNew("java.lang.IllegalArgumentException", "InputSource cannot be null");
  if (!(source instanceof InputStream) && !(source instanceof Bytes)) return readAll(run, source) as string;
  const data = source instanceof Bytes ? source.data : source.rest();
  const head = new TextDecoder("latin1").decode(data.subarray(0, 200));
  const encoding = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1];
  run.take(data.length * 2);
  if (encoding === undefined || !ByteArrays.isKnown(encoding)) return new TextDecoder().decode(data);
  return ByteArrays.decode(new Bytes(data), encoding).replace(/^\uFEFF/, "");
}
