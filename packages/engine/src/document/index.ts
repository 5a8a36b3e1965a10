export type { JsonSchema } from "./document-schema.ts";
export { embedFiles } from "./embed-files.ts";
export { flowSchema } from "./flow-schema.ts";
export { formatFlow } from "./format-flow.ts";
export {
  alternativesOf,
  flowGraph,
  type Graph,
  type GraphLink,
  type GraphNode,
  isErrorRoute,
  isSource,
  outputsOf,
  reachableFrom,
} from "./graph.ts";
export { offsetOf, parseJsonText } from "./json-text.ts";
export { MAX_BYTES, MAX_LINKS, MAX_NESTING, MAX_NODES } from "./limits.ts";
export { hasErrors, Mistakes } from "./mistakes.ts";
export { type ReadFlow, readFlow } from "./read-flow.ts";
export { constantText, type Reference, type ReferenceKind, referencesOf } from "./references.ts";
export { settingsSchema } from "./settings-schema.ts";
export { MAX_STEPS } from "./structure.ts";
export { suggest } from "./suggest.ts";
