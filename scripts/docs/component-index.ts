import type { Spec } from "@mortise/contract";
import { code, markdown, type Page, table } from "./page.ts";

const GROUPS: readonly (readonly [Spec["group"], string])[] = [
  ["source", "Sources"],
  ["variables", "Tenant variables"],
  ["message", "The message"],
  ["routing", "Routing"],
  ["endpoint", "Calls outside"],
  ["script", "Scripts"],
  ["error", "Errors"],
];

/** The list of all components, group by group. */
export function componentIndex(specs: readonly Spec[]): Page {
  const sections = GROUPS.flatMap(([group, title]) => {
    const rows = specs
      .filter((spec) => spec.group === group)
      .map(({ type, summary }) => [`[${type}](../../packages/components/src/${type}/README.md)`, summary]);
    return rows.length === 0 ? [] : [`## ${title}\n\n${table(["component", ""], rows)}`];
  });
  return markdown("docs/reference/components.md", "the components' specs", [
    "# Components",
    `A node of a flow is a component with settings. The name in the first column is the ${code("type")} in a flow file. How to add one: [CONTRIBUTING.md](../../CONTRIBUTING.md).`,
    ...sections,
  ]);
}
