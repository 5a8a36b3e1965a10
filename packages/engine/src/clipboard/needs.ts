import type { Components, FlowNode, Needs } from "@mortise/contract";
import { type ReferenceKind, referencesOf } from "../document/references.ts";

/** The names that nodes use, by what they name; each once, in the order of the nodes. */
export function needsOf(nodes: readonly FlowNode[], components: Components): Needs {
  const references = nodes.flatMap((node) => referencesOf(node, components));
  const named = (kind: ReferenceKind) => [
    ...new Set(references.filter((reference) => reference.kind === kind).map(({ name }) => name)),
  ];
  return {
    properties: named("property"),
    tenantVariables: named("tenantVariable"),
    grants: named("grant"),
    endpoints: named("endpoint"),
  };
}
