export { groovy } from "./language.ts";
export { groovyLibrary, type LibraryMethod, type LibraryType } from "./library.ts";
export type { ScriptBudgets } from "./runtime/run.ts";
export { compileGroovyScript, type GroovyScript, runGroovyScript } from "./script.ts";
