export type { JavaScriptBudgets, JavaScriptOptions } from "./budgets.ts";
export { createJavaScript } from "./language.ts";
export { loadJavaScript } from "./load.ts";
export type { JavaScriptRunner, TextRun } from "./runner.ts";
export { checkJavaScript } from "./translate.ts";
