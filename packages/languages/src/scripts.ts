/** What a worker needs to run scripts; each language is loaded with its first script. */
export { decodeHead, decodeResult, encodeHead, encodePart, encodeResult, type Part } from "./hop/index.ts";
export { loadJavaScript } from "./javascript/load.ts";
export type { JavaScriptRunner } from "./javascript/runner.ts";

/** Groovy, which brings its whole library along. */
export const loadGroovy = () => import("./groovy/index.ts");
