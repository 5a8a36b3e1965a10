import type { GClass } from "../../runtime/class.ts";
import { enumClass } from "../../runtime/enum.ts";
import type { Bytes } from "../../runtime/list.ts";
import { HASH_MAP, LAZY_MAP } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { readAll } from "../io/readers.ts";
import { parseLax } from "./lax.ts";
import { lexing } from "./output.ts";
import { parseJson } from "./parse.ts";

export const JSON_SLURPER = declare("groovy.json.JsonSlurper", OBJECT);
const JSON_SLURPER_CLASSIC = declare("groovy.json.JsonSlurperClassic", OBJECT);
enumClass("groovy.json.JsonParserType", ["CHAR_BUFFER", "INDEX_OVERLAY", "LAX", "CHARACTER_SOURCE"]);

/** `groovy.json.JsonSlurper` and its older kin, which makes plain HashMaps. */
export class JsonSlurper extends GObject {
  readonly #cls: GClass;
  readonly maps: GClass;
  /** Whether comments, bare names and single quotes are read as well. */
  lax = false;

  constructor(cls: GClass, maps: GClass) {
    super();
    this.#cls = cls;
    this.maps = maps;
  }

  override get cls(): GClass {
    return this.#cls;
  }
}

function parse(run: Run, self: JsonSlurper, text: string | null): Obj {
  const start = text?.trimStart() ?? "";
  if (self.maps === HASH_MAP && start !== "" && !/^["{[\d\-tfn]/.test(start))
    throw lexing(text as string, (text as string).length - start.length);
  return self.lax && text ? parseLax(run, text, self.maps) : parseJson(run, text, self.maps);
}

for (const [cls, maps] of [
  [JSON_SLURPER, LAZY_MAP],
  [JSON_SLURPER_CLASSIC, HASH_MAP],
] as const) {
  const made = `new ${cls.name}()`;
  define<JsonSlurper>(cls, [
    ["new()", `${made}.parseText('[1]')`, () => new JsonSlurper(cls, maps)],
    [
      "Object parseText(String text)",
      `${made}.parseText('{"id": 7}').id`,
      (run, self, text: string | null) => parse(run, self, text),
    ],
    [
      "Object parse(byte[] bytes)",
      `${made}.parse('[1]'.bytes)`,
      (run, self, bytes: Bytes) => parse(run, self, new TextDecoder().decode(bytes.data)),
    ],
    [
      "Object parse(byte[] bytes, String charset)",
      `${made}.parse('[1]'.bytes, 'UTF-8')`,
      (run, self, bytes: Bytes, _charset: string) => parse(run, self, new TextDecoder().decode(bytes.data)),
    ],
    [
      "Object parse(Object from)",
      `${made}.parse(new StringReader('[1]'))`,
      (run, self, from: Obj) => parse(run, self, readAll(run, from)),
    ],
    [
      "JsonSlurper setType(JsonParserType type)",
      `${made}.setType(groovy.json.JsonParserType.LAX).parseText("{a: 'x'} // note")`,
      (_run, self, type: Obj) => {
        self.lax = textOf(type) === "LAX";
        return self;
      },
    ],
    [
      "JsonSlurper setLazyChop(boolean lazy)",
      `${made}.setLazyChop(true).parseText('[1]')`,
      (_run, self, _lazy: boolean) => self,
    ],
    [
      "JsonSlurper setChop(boolean chop)",
      `${made}.setChop(true).parseText('[1]')`,
      (_run, self, _chop: boolean) => self,
    ],
  ]);
}
