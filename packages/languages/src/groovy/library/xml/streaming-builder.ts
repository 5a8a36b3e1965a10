import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import type { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { truth } from "../../runtime/truth.ts";
import { define } from "../define.ts";
import { writeTo } from "../io/writers.ts";
import { STREAMED, STREAMING_BUILDER } from "./classes.ts";
import { StreamDocument, type StreamSettings } from "./streamed.ts";

/** `groovy.xml.StreamingMarkupBuilder`. */
class StreamingBuilder extends GObject {
  encoding: string | undefined;
  doubleQuotes = false;
  expandEmpty = false;

  override get cls(): GClass {
    return STREAMING_BUILDER;
  }

  settings(): StreamSettings {
    const { encoding, doubleQuotes, expandEmpty } = this;
    return { encoding, doubleQuotes, expandEmpty };
  }
}

/** What `bind` answers: the document, written anew each time its text is asked for. */
export class Streamed extends GObject {
  readonly #run: Run;
  readonly #settings: StreamSettings;
  readonly #body: Obj;

  constructor(run: Run, settings: StreamSettings, body: Obj) {
    super();
    this.#run = run;
    this.#settings = settings;
    this.#body = body;
  }

  override get cls(): GClass {
    return STREAMED;
  }

  override text(): string {
    const document = new StreamDocument(this.#run, this.#settings);
    document.body(this.#body);
    return document.written;
  }
}

/** A path or a closure as the text that XmlUtil and others write of it. */
export function streamedText(run: Run, body: Obj): string {
  return new Streamed(run, { encoding: "UTF-8", doubleQuotes: false, expandEmpty: false }, body).text();
}

const smb = "new groovy.xml.StreamingMarkupBuilder()";

function set(self: StreamingBuilder, name: string, value: Obj): void {
  if (name === "encoding") self.encoding = value === null ? undefined : textOf(value);
  else if (name === "useDoubleQuotes") self.doubleQuotes = truth(value);
  else if (name === "expandEmptyElements") self.expandEmpty = truth(value);
}

define<StreamingBuilder>(STREAMING_BUILDER, [
  ["new()", `${smb}.bind { a(k: 1) { b('x') } }.toString()`, () => new StreamingBuilder()],
  [
    "new(Map properties)",
    "new groovy.xml.StreamingMarkupBuilder(encoding: 'UTF-8').bind { mkp.xmlDeclaration(); a() }.toString()",
    (_run, _self, properties: JMap) => {
      const made = new StreamingBuilder();
      for (const { key, value } of properties.entries()) set(made, textOf(key), value);
      return made;
    },
  ],
  [
    "Writable bind(Closure body)",
    `${smb}.bind { mkp.yield 'a < b' }.toString()`,
    (run, self, body: Closure) => new Streamed(run, self.settings(), body),
  ],
  [
    "Writable bindNode(Object node)",
    `${smb}.bindNode(new groovy.xml.XmlSlurper().parseText('<a><b>1</b></a>').b).toString()`,
    (run, self, node: Obj) => new Streamed(run, self.settings(), node),
  ],
  ["String getEncoding()", `${smb}.encoding`, (_run, self) => self.encoding ?? null],
  ["boolean getUseDoubleQuotes()", `${smb}.useDoubleQuotes`, (_run, self) => self.doubleQuotes],
  ["boolean getExpandEmptyElements()", `${smb}.expandEmptyElements`, (_run, self) => self.expandEmpty],
  ...(["encoding", "useDoubleQuotes", "expandEmptyElements"] as const).map((name) => {
    const setter = `set${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const value = name === "encoding" ? "'UTF-8'" : "true";
    return [
      `void ${setter}(Object value)`,
      `def s = ${smb}\ns.${setter}(${value})\ns.bind { a(k: 1) { b() } }.toString()`,
      (_run: Run, self: StreamingBuilder, value: Obj) => {
        set(self, name, value);
        return null;
      },
    ] as const;
  }),
]);

define<Streamed>(STREAMED, [
  ["String toString()", `${smb}.bind { a() }.toString()`, (_run, self) => self.text()],
  [
    "Writer writeTo(Appendable to)",
    `def w = new StringWriter()\n${smb}.bind { a() }.writeTo(w)\nw.toString()`,
    (run, self, to: GObject) => writeTo(run, to, self.text()),
  ],
]);
