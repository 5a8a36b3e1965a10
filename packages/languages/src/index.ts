import type { Language, Languages } from "@mortise/contract";
import { constant } from "./constant/index.ts";
import { createSimple } from "./simple/index.ts";

export { convertResult } from "./result-type.ts";
export { simpleFunctions } from "./simple/functions/index.ts";

/** The languages of expressions, by name. */
export function createLanguages(): Languages {
  const languages: Language[] = [createSimple(), constant];
  return new Map(languages.map((language) => [language.name, language]));
}
