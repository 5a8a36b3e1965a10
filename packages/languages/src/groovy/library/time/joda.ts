import { createRequire } from "node:module";
import type * as Joda from "@js-joda/core";

let loaded: typeof Joda | undefined;

/** js-joda, read when the first script uses java.time: it takes 30 ms that most processes need not spend. */
export function joda(): typeof Joda {
  loaded ??= createRequire(import.meta.url)("@js-joda/core") as typeof Joda;
  return loaded;
}
