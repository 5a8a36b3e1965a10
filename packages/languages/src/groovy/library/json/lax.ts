import type { GClass } from "../../runtime/class.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { parseJson } from "./parse.ts";

const PART =
  /"(?:[^"\\]|\\[\s\S])*"|'((?:[^'\\]|\\[\s\S])*)'|\/\*[\s\S]*?\*\/|\/\/[^\n]*|#[^\n]*|(?<![\w.])([A-Za-z_$][\w$.-]*)(?=\s*:)|(?<![\w.])([A-Za-z_$][\w$.-]*)/g;

/** Reads what is nearly JSON, as JsonSlurper of type LAX does: comments, names without quotes, single quotes. */
export function parseLax(run: Run, text: string, maps: GClass): Obj {
  run.take(text.length * 2);
  const strict = text.replace(PART, (part: string, single?: string, key?: string, word?: string) => {
    if (single !== undefined) return JSON.stringify(single.replace(/\\'/g, "'")).replace(/\\\\/g, "\\");
    if (key !== undefined) return JSON.stringify(key);
    if (word !== undefined) return /^(?:true|false|null|[eE])$/.test(word) ? word : JSON.stringify(word);
    return part.startsWith('"') ? part : " ";
  });
  return parseJson(run, strict, maps);
}
