import type { LibraryType } from "@mortise/languages";
import { code, markdown, type Page, table } from "./page.ts";

/** Everything that a Groovy script may call, class by class, with the examples that are its tests. */
export function groovyPage(library: readonly LibraryType[]): Page {
  return markdown("docs/reference/groovy.md", "the classes' own descriptions", [
    "# Groovy",
    "What a script may call. Anything else is refused when the flow is saved, and named. How a script meets the message stands with the component [Script](../../packages/components/src/Script/README.md).",
    ...library.map(section),
  ]);
}

function section({ name, constructors, statics, methods, constants }: LibraryType): string {
  const parts = [`## ${name}`];
  if (constants.length > 0) parts.push(`Constants: ${constants.map(code).join(", ")}.`);
  const rows = [...constructors, ...statics, ...methods].map(({ signature, example }) => [
    code(signature),
    code(example),
  ]);
  if (rows.length > 0) parts.push(table(["method", "such as"], rows));
  return parts.join("\n\n");
}
