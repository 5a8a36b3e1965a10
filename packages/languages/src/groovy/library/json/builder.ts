import type { GClass } from "../../runtime/class.ts";
import { Closure } from "../../runtime/closure.ts";
import { itemsOf } from "../../runtime/items.ts";
import { JList } from "../../runtime/list.ts";
import { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { writeTo } from "../io/writers.ts";
import { builtValue, closureContent } from "./delegate.ts";
import { JsonGenerator } from "./generator.ts";
import { prettyPrint, toJson } from "./output.ts";

export const JSON_BUILDER = declare("groovy.json.JsonBuilder", OBJECT);
export const STREAMING_JSON_BUILDER = declare("groovy.json.StreamingJsonBuilder", OBJECT);

/** What a builder makes of a call on itself: its new content. */
function contentOf(run: Run, args: readonly Obj[]): Obj {
  const [first = null, second] = args;
  if (args.length === 0) return new JMap();
  if (args.length === 1 && first instanceof Closure) return closureContent(run, first);
  if (args.length === 1) return first;
  if (args.length === 2 && second instanceof Closure) {
    const items = itemsOf(first);
    if (items && !(first instanceof JMap)) return new JList(items.map((item) => closureContent(run, second, item)));
  }
  return new JList([...args]);
}

/** `groovy.json.JsonBuilder`. */
export class JsonBuilder extends GObject {
  content: Obj;
  readonly generator: JsonGenerator | undefined;

  constructor(content: Obj, generator?: JsonGenerator) {
    super();
    this.content = content;
    this.generator = generator;
  }

  override get cls(): GClass {
    return JSON_BUILDER;
  }

  override invokeMethod(run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    if (JSON_BUILDER.find(name, args.length).length > 0 && name !== "call") return undefined;
    if (name === "call") {
      this.content = contentOf(run, args);
      return this.content;
    }
    if (args.length === 0) {
      this.content = JMap.of([[name, new JMap()]]);
      return this.content;
    }
    this.content = JMap.of([[name, builtValue(run, args)]]);
    return this.content;
  }
}

define<JsonBuilder>(JSON_BUILDER, [
  [
    "new()",
    "def b = new groovy.json.JsonBuilder()\nb { status 'ok'; count 2 }\nb.toString()",
    () => new JsonBuilder(null),
  ],
  [
    "new(JsonGenerator generator)",
    "new groovy.json.JsonBuilder(new groovy.json.JsonGenerator.Options().build()).toString()",
    (_run, _self, generator: JsonGenerator) => new JsonBuilder(null, generator),
  ],
  [
    "new(Object content)",
    "new groovy.json.JsonBuilder([a: 1]).toString()",
    (_run, _self, content: Obj) => new JsonBuilder(content),
  ],
  [
    "new(Object content, JsonGenerator generator)",
    "new groovy.json.JsonBuilder([a: null], new groovy.json.JsonGenerator.Options().excludeNulls().build()).toString()",
    (_run, _self, content: Obj, generator: JsonGenerator) => new JsonBuilder(content, generator),
  ],
  ["Object getContent()", "new groovy.json.JsonBuilder([a: 1]).content.a", (_run, self) => self.content],
  [
    "String toString()",
    "new groovy.json.JsonBuilder([1, 2]).toString()",
    (run, self) => toJson(run, self.content, self.generator?.options),
  ],
  [
    "String toPrettyString()",
    "new groovy.json.JsonBuilder([a: 1]).toPrettyString()",
    (run, self) => prettyPrint(run, toJson(run, self.content, self.generator?.options)),
  ],
  [
    "Writer writeTo(Appendable to)",
    "def w = new StringWriter()\nnew groovy.json.JsonBuilder([a: 1]).writeTo(w)\nw.toString()",
    (run, self, to: GObject) => writeTo(run, to, toJson(run, self.content, self.generator?.options)),
  ],
]);

/** `groovy.json.StreamingJsonBuilder`: writes what it is called with at once. */
export class StreamingJsonBuilder extends GObject {
  readonly writer: GObject;
  readonly generator: JsonGenerator | undefined;

  constructor(writer: GObject, generator?: JsonGenerator) {
    super();
    this.writer = writer;
    this.generator = generator;
  }

  override get cls(): GClass {
    return STREAMING_JSON_BUILDER;
  }

  override invokeMethod(run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    if (name !== "call" && STREAMING_JSON_BUILDER.find(name, args.length).length > 0) return undefined;
    const content =
      name === "call" ? contentOf(run, args) : JMap.of([[name, args.length ? builtValue(run, args) : new JMap()]]);
    writeTo(run, this.writer, toJson(run, content, this.generator?.options));
    return content;
  }
}

define<StreamingJsonBuilder>(STREAMING_JSON_BUILDER, [
  [
    "new(Appendable writer)",
    "def w = new StringWriter()\nnew groovy.json.StreamingJsonBuilder(w).call { a 1 }\nw.toString()",
    (_run, _self, writer: GObject) => new StreamingJsonBuilder(writer),
  ],
  [
    "new(Appendable writer, Object content)",
    "def w = new StringWriter()\nnew groovy.json.StreamingJsonBuilder(w, [a: 1])\nw.toString()",
    (run, _self, writer: GObject, content: Obj) => {
      if (content instanceof JsonGenerator) return new StreamingJsonBuilder(writer, content);
      writeTo(run, writer, toJson(run, content));
      return new StreamingJsonBuilder(writer);
    },
  ],
  [
    "Appendable getWriter()",
    "new groovy.json.StreamingJsonBuilder(new StringWriter()).writer != null",
    (_run, self) => self.writer,
  ],
]);
