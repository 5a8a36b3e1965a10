import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import type { JDate } from "../../runtime/date.ts";
import { allOf } from "../../runtime/iterate.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { textOf } from "../../runtime/text.ts";
import { alias, declare, isInstance, OBJECT } from "../../runtime/types.ts";
import { formatDate } from "../date/simple-format.ts";
import { define } from "../define.ts";
import { type OutputOptions, toJson } from "./output.ts";

const JSON_GENERATOR = declare("groovy.json.JsonGenerator", OBJECT);
const OPTIONS = declare("groovy.json.JsonGenerator$Options", OBJECT);
alias("groovy.json.JsonGenerator.Options", OPTIONS);

/** `groovy.json.JsonGenerator`: JsonOutput with options. */
export class JsonGenerator extends GObject {
  readonly options: OutputOptions;

  constructor(options: OutputOptions) {
    super();
    this.options = options;
  }

  override get cls(): GClass {
    return JSON_GENERATOR;
  }
}

class Options extends GObject {
  excludeNulls = false;
  unicode = false;
  readonly excluded = new Set<string>();
  date: OutputOptions["date"];
  readonly converters: { readonly type: GClass; readonly use: Closure }[] = [];

  override get cls(): GClass {
    return OPTIONS;
  }
}

define<Options>(OPTIONS, [
  ["new()", "new groovy.json.JsonGenerator.Options().build().toJson([a: 1])", () => new Options()],
  [
    "Options excludeNulls()",
    "new groovy.json.JsonGenerator.Options().excludeNulls().build().toJson([a: null, b: 1])",
    (_run, self) => {
      self.excludeNulls = true;
      return self;
    },
  ],
  [
    "Options disableUnicodeEscaping()",
    "new groovy.json.JsonGenerator.Options().disableUnicodeEscaping().build().toJson('é')",
    (_run, self) => {
      self.unicode = true;
      return self;
    },
  ],
  [
    "Options excludeFieldsByName(Object... names)",
    "new groovy.json.JsonGenerator.Options().excludeFieldsByName('a').build().toJson([a: 1, b: 2])",
    (_run, self, names: Obj[]) => {
      for (const name of names.flatMap((one) => (typeof one === "string" ? [one] : allOf(one))))
        self.excluded.add(textOf(name));
      return self;
    },
  ],
  [
    "Options dateFormat(String pattern)",
    "new groovy.json.JsonGenerator.Options().dateFormat('yyyy').build().toJson([d: new Date(0)])",
    (_run, self, pattern: string) => {
      self.date = (_r, date: JDate) => formatDate(date.ms, pattern, "GMT");
      return self;
    },
  ],
  [
    "Options timezone(String zone)",
    "new groovy.json.JsonGenerator.Options().timezone('UTC').build().toJson([1])",
    (_run, self, _zone: string) => self,
  ],
  [
    "Options addConverter(Class type, Closure use)",
    "new groovy.json.JsonGenerator.Options().addConverter(String) { it.toUpperCase() }.build().toJson(['a'])",
    (_run, self, type: GClass, use: Closure) => {
      self.converters.push({ type, use });
      return self;
    },
  ],
  [
    "JsonGenerator build()",
    "new groovy.json.JsonGenerator.Options().build().toJson('x')",
    (_run, self) => {
      const { excludeNulls, excluded, unicode, date, converters } = self;
      const convert = (value: Obj): Obj | undefined => {
        const found = converters.find(({ type }) => isInstance(value, type));
        return found ? found.use.call1(value) : undefined;
      };
      const options: OutputOptions = { excludeNulls, excluded: new Set(excluded), unicode, convert };
      return new JsonGenerator(date ? { ...options, date } : options);
    },
  ],
]);

define<JsonGenerator>(JSON_GENERATOR, [
  [
    "String toJson(Object value)",
    "new groovy.json.JsonGenerator.Options().build().toJson([a: 1])",
    (run, self, value: Obj) => toJson(run, value, self.options),
  ],
]);
