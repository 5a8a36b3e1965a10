import type { Example, SimpleFunction } from "@mortise/languages";
import { code, markdown, type Page, table } from "./page.ts";

/** The functions of Simple, family by family, with the examples that are their tests. */
export function simplePage(functions: readonly SimpleFunction[]): Page {
  const families = Map.groupBy(functions, ({ family }) => family);
  return markdown("docs/reference/simple.md", "the functions' own descriptions", [
    "# Simple",
    "Simple is the language of expressions: text, in which `${…}` stands for a value of the message. `#{name}` is a flow property and `@{name}` a tenant variable.",
    ...[...families].map(([family, members]) => `## ${family}\n\n${members.map(section).join("\n\n")}`),
  ]);
}

function section({ name, aliases = [], summary, forms, parameters, examples }: SimpleFunction): string {
  const also = aliases.length > 0 ? ` Also written ${aliases.map(code).join(", ")}.` : "";
  const parts = [`### ${name}`, `${forms.map((form) => code(`\${${form}}`)).join(" · ")}\n\n${summary}${also}`];
  if (parameters.length > 0)
    parts.push(
      table(
        ["parameter", ""],
        parameters.map((parameter) => [code(parameter.name), parameter.description]),
      ),
    );
  if (examples.length > 0)
    parts.push(
      table(
        ["expression", "given", "gives"],
        examples.map((example) => [code(example.source), given(example), gives(example)]),
      ),
    );
  return parts.join("\n\n");
}

function given({ body, headers, properties, variables }: Example): string {
  const shown = (title: string, value: unknown) =>
    value === undefined ? [] : [`${title} ${code(JSON.stringify(value))}`];
  return [
    ...shown("body", body),
    ...shown("headers", headers),
    ...shown("properties", properties),
    ...shown("variables", variables),
  ].join(", ");
}

function gives({ result, error }: Example): string {
  if (error !== undefined) return `an error: ${error}`;
  return result === undefined ? "" : code(JSON.stringify(result));
}
