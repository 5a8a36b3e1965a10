import { mortiseError, type ScriptRunner } from "@mortise/contract";

/** For tests without scripts: there is no pool to start and to end. */
export const noScripts: ScriptRunner = {
  run: () => Promise.reject(mortiseError("SCRIPT_FORBIDDEN", { what: "scripts in this test" })),
  check() {},
};
