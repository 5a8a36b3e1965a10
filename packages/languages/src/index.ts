import type { Language, Languages, ScriptRunner } from "@mortise/contract";
import { constant } from "./constant/index.ts";
import { groovy } from "./groovy/index.ts";
import { createJavaScript } from "./javascript/index.ts";
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
  type JavaScriptBudgets,
  type JavaScriptOptions,
  type JavaScriptRunner,
  loadJavaScript,
  type TextRun,
} from "./javascript/index.ts";
export { convertResult } from "./result-type.ts";
export type { Example, Parameter, SimpleFunction } from "./simple/function.ts";
export { simpleFunctions } from "./simple/functions/index.ts";
export type { SimpleOptions } from "./simple/index.ts";
export { exchangeVariables, getVariable, setVariable, variableProperty } from "./simple/variables.ts";
export { LIMITS } from "./work.ts";

/** What the languages are given by their runtime. */
export interface LanguageOptions extends SimpleOptions {
  /** Runs JavaScript, which cannot be evaluated in the engine's thread. Without it there is no `javascript`. */
  readonly scripts?: ScriptRunner;
}

/** The languages of expressions, by name. */
export function createLanguages({ scripts, ...options }: LanguageOptions = {}): Languages {
  const languages: Language[] = [createSimple(options), constant, jsonpath, xpath, jexl, groovy];
  if (scripts) languages.push(createJavaScript(scripts));
  return new Map(languages.map((language) => [language.name, language]));
}
