export { checkFlow } from "./check-flow.ts";
export type { CheckContext } from "./check-settings.ts";
export type { Finding, Rule } from "./rule.ts";
export { rules } from "./rules/index.ts";
