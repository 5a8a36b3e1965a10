import { failed } from "../../failures.ts";
import type { Compilation } from "../compilation.ts";
import type { Evaluate, FunctionUse, SimpleFunction } from "../function.ts";

/** The text after the colon or dot, which must be there and hold nothing to evaluate. */
function keyOf(use: FunctionUse, unit: Compilation, spec: SimpleFunction, marks: string): string {
  const text = unit.text(use.rest);
  if (text.length < 2 || !marks.includes(text.charAt(0))) throw unit.wrongUse(use, spec);
  return text.slice(1);
}

const properties: SimpleFunction = {
  name: "properties",
  family: "surroundings",
  freeText: true,
  summary: "A property placeholder, or a default when it has no value. A flow's own properties are written `#{name}`.",
  forms: ["properties:key", "properties:key:default"],
  parameters: [
    { name: "key", description: "The placeholder's key." },
    { name: "default", description: "What stands in when there is none; may hold colons." },
  ],
  examples: [{ source: "${properties:none:http://localhost}", result: "http://localhost" }],
  compile(use, unit) {
    const text = keyOf(use, unit, this, ":");
    const colon = text.indexOf(":");
    const key = colon < 0 ? text : text.slice(0, colon);
    const value = unit.context.placeholder?.(key);
    if (value !== undefined) return () => value;
    if (colon >= 0) return unit.template({ start: use.rest.start + 1 + colon + 1, end: use.rest.end });
    return () => {
      throw failed(`Property with key [${key}] not found in properties from text: {{${key}}}`);
    };
  },
};

const propertiesExist: SimpleFunction = {
  name: "propertiesExist",
  family: "surroundings",
  freeText: true,
  summary: "Whether a property placeholder has a value; with `!` before the key, whether it has none.",
  forms: ["propertiesExist:key", "propertiesExist:!key"],
  parameters: [{ name: "key", description: "The placeholder's key." }],
  examples: [{ source: "${propertiesExist:!none}", result: true }],
  compile(use, unit) {
    const text = keyOf(use, unit, this, ":");
    const negated = text.startsWith("!");
    const exists = unit.context.placeholder?.(negated ? text.slice(1) : text) !== undefined;
    return () => exists !== negated;
  },
};

/** Reads only what the operator lists: nothing of the machine is there by default. */
function listed(
  name: string,
  aliases: readonly string[],
  summary: string,
  find: (unit: Compilation, key: string) => string | undefined,
): SimpleFunction {
  return {
    name,
    aliases,
    family: "surroundings",
    freeText: true,
    summary: `${summary} Only what the operator of the server lists can be read; everything else is null.`,
    forms: [`${name}.name`, ...(name === "sys" ? [] : [`${name}:name`])],
    parameters: [{ name: "name", description: "The name." }],
    examples: [{ source: `\${${name}.PATH}`, result: null }],
    compile(use, unit): Evaluate {
      const key = keyOf(use, unit, this, name === "sys" ? "." : ".:");
      const value = find(unit, key) ?? null;
      return () => value;
    },
  };
}

const sys = listed("sys", [], "A system property.", (unit, key) => unit.system.get(key));

/** As written, in capitals, and with underscores for dashes: Camel tries these in turn. */
const env = listed("env", ["sysenv"], "An environment variable.", (unit, key) => {
  const capitals = key.toUpperCase();
  return (
    unit.environment.get(key) ?? unit.environment.get(capitals) ?? unit.environment.get(capitals.replaceAll("-", "_"))
  );
});

/** What is read from outside the message. */
export const surroundingFunctions: readonly SimpleFunction[] = [env, properties, propertiesExist, sys];
