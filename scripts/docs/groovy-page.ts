import type { LibraryType } from "@mortise/languages";
import { groovyAnswer } from "./groovy-answer.ts";
import { code, markdown, type Page, table } from "./page.ts";

/** Everything that a Groovy script may call, class by class, with the examples that are its tests. */
export function groovyPage(library: readonly LibraryType[]): Page {
  return markdown("docs/reference/groovy.md", "the classes' own descriptions", [
    "# Groovy",
    "What a script may call. Anything else is refused when the flow is saved, and named. How a script meets the message stands with the component [Script](../../packages/components/src/Script/README.md); what is the same as on the JVM and what differs, in [Groovy here and on the JVM](../guides/groovy.md).",
    "Each example was run to write this page, with 2026-01-31 at noon in Greenwich for now, in Europe/Amsterdam; what it gave stands beside it.",
    ...library.map(section),
  ]);
}

function section({ name, constructors, statics, methods, constants }: LibraryType): string {
  const parts = [`## ${name}`];
  if (constants.length > 0) parts.push(`Constants: ${constants.map(code).join(", ")}.`);
  const rows = [...constructors, ...statics, ...methods].map(({ signature, example }) => [
    code(signature),
    code(onOneLine(example)),
    code(groovyAnswer(example)),
  ]);
  if (rows.length > 0) parts.push(table(["method", "such as", "gives"], rows));
  return parts.join("\n\n");
}

/** A script of several lines as it may be written on one. */
function onOneLine(example: string): string {
  return example.replace(/([^{,;\s])[ \t]*\n\s*/g, "$1; ").replace(/\s*\n\s*/g, " ");
}
