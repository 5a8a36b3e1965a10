import {
  type CompileContext,
  type Expression,
  type Language,
  type Languages,
  mortiseError,
  positionAt,
} from "@mortise/contract";
import { components } from "../document/specs.fixture.ts";
import type { CheckContext } from "./check-settings.ts";

/** A language of the tests' own: `#{name}` is a property, a bracket that is not closed is a mistake, and nothing is computed. */
function language(name: string): Language {
  return {
    name,
    compile(source: string, context: CompileContext): Expression {
      if (name !== "constant")
        source.replace(/#\{([\w.-]+)\}/g, (_, property: string) => context.property?.(property) ?? "");
      const open = source.lastIndexOf("${");
      if (open > source.lastIndexOf("}")) {
        throw mortiseError(
          "EXPRESSION_SYNTAX",
          { what: "} is missing" },
          { position: positionAt(source, open), source },
        );
      }
      return {
        language: name,
        source,
        effect: "pure",
        variables: [],
        evaluate: () => source,
        text: () => source,
        test: () => true,
      };
    },
  };
}

export const languages: Languages = new Map(["simple", "constant", "groovy"].map((name) => [name, language(name)]));

/** Components and languages of the tests' own, and scripts of which only those that say `wrong` are. */
export const context: CheckContext = {
  components,
  languages,
  scripts: {
    check({ source }) {
      const at = source.indexOf("wrong");
      if (at >= 0)
        throw mortiseError("SCRIPT_SYNTAX", { what: "this is wrong" }, { position: positionAt(source, at), source });
    },
  },
};
