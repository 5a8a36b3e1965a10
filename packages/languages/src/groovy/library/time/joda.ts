import { createRequire } from "node:module";
import type * as Joda from "@js-joda/core";
import { rulesOf } from "./rules.ts";

let loaded: typeof Joda | undefined;

/**
 * js-joda, read when the first script uses java.time: it takes 30 ms that most processes need not spend. Its own zone
 * data would take 300 more; the rules of zones come from JavaScript's Intl instead.
 */
export function joda(): typeof Joda {
  if (!loaded) {
    loaded = createRequire(import.meta.url)("@js-joda/core") as typeof Joda;
    const library = loaded;
    library.ZoneRulesProvider.getRules = (id) => rulesOf(library, id);
    library.ZoneRulesProvider.getAvailableZoneIds = () => Intl.supportedValuesOf("timeZone");
  }
  return loaded;
}
