import type { GClass } from "../../runtime/class.ts";
import { LAZY_MAP } from "../../runtime/map.ts";
import { GObject } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { parseJson } from "./parse.ts";

export const JSON_SLURPER = declare("groovy.json.JsonSlurper", OBJECT);

/** `groovy.json.JsonSlurper`. */
export class JsonSlurper extends GObject {
  override get cls(): GClass {
    return JSON_SLURPER;
  }
}

define(JSON_SLURPER, [
  ["new()", "new groovy.json.JsonSlurper().parseText('[1]')", () => new JsonSlurper()],
  [
    "Object parseText(String text)",
    "new groovy.json.JsonSlurper().parseText('{\"id\": 7}').id",
    (run: Run, _self: JsonSlurper, text: string) => parseJson(run, text, LAZY_MAP),
  ],
]);
