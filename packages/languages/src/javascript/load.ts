import type { JavaScriptOptions } from "./budgets.ts";
import type { JavaScriptRunner } from "./runner.ts";

/** Loads QuickJS; only who runs JavaScript needs it, who checks a script does not. */
export async function loadJavaScript(options: JavaScriptOptions = {}): Promise<JavaScriptRunner> {
  return (await import("./runner.ts")).openRunner(options);
}
