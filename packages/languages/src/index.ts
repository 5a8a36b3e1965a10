import type { Language, Languages } from "@mortise/contract";
import { constant } from "./constant/index.ts";
import { groovy } from "./groovy/index.ts";
import { jexl } from "./jexl/index.ts";
import { jsonpath } from "./jsonpath/index.ts";
import { createSimple, type SimpleOptions } from "./simple/index.ts";
import { xpath } from "./xpath/index.ts";

export {
  compileGroovyScript,
  type GroovyScript,
  groovyLibrary,
  type LibraryMethod,
  type LibraryType,
  runGroovyScript,
  type ScriptBudgets,
} from "./groovy/index.ts";
export {
  checkJavaScript,
  createJavaScript,
  type JavaScriptBudgets,
  type JavaScriptOptions,
  type JavaScriptRunner,
  loadJavaScript,
} from "./javascript/index.ts";
export { convertResult } from "./result-type.ts";
export type { Example, Parameter, SimpleFunction } from "./simple/function.ts";
export { simpleFunctions } from "./simple/functions/index.ts";
export type { SimpleOptions } from "./simple/index.ts";
export { exchangeVariables, getVariable, setVariable, variableProperty } from "./simple/variables.ts";
export { LIMITS } from "./work.ts";

/** The languages of expressions, by name. Throws nothing; what an operator lets expressions see is an option. */
export function createLanguages(options: SimpleOptions = {}): Languages {
  const languages: Language[] = [createSimple(options), constant, jsonpath, xpath, jexl, groovy];
  return new Map(languages.map((language) => [language.name, language]));
}
