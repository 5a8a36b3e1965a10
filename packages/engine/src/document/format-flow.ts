import type { Components, FlowDocument, FlowNode, FlowProperty, Json } from "@mortise/contract";
import { documentSchema, type JsonSchema } from "./document-schema.ts";
import { Lines, printInline, printJson, WIDTH } from "./print-json.ts";
import { chosenAlternative, schemaOf } from "./schema-walk.ts";
import { isDefault } from "./setting-defaults.ts";
import { settingsSchema } from "./settings-schema.ts";

/**
 * The canonical text of a flow: keys in the schema's order, nodes and properties in the author's, one link a line,
 * scripts as lists of lines, nothing that is the default, positions last. Two people's files differ only where the
 * meaning does.
 */
export function formatFlow(flow: FlowDocument, components: Components): string {
  const sections: string[] = [];
  const add = (name: string, text: string | undefined) => {
    if (text !== undefined) sections.push(`  ${JSON.stringify(name)}: ${text}`);
  };
  add("$schema", flow.$schema && printInline(flow.$schema));
  add("flow", "1");
  add("name", printInline(flow.name));
  add("description", flow.description ? printInline(flow.description) : undefined);
  const options = ordered(asObject(flow.options), optionsSchema);
  if (Object.keys(options).length > 0) add("options", printJson(options, "  ", 13));
  add("properties", formatProperties(flow.properties));
  add("nodes", formatList(flow.nodes.map((node) => formatNode(node, components))));
  add("links", formatList(flow.links.map(({ from, output, to }) => inlineLink(from, output, to))));
  add("layout", formatLayout(flow));
  return `{\n${sections.join(",\n")}\n}\n`;
}

const optionsSchema = (documentSchema.properties as { readonly options: JsonSchema }).options;

function inlineLink(from: string, output: string | undefined, to: string): string {
  return printInline(output === undefined || output === "out" ? { from, to } : { from, output, to }) as string;
}

function formatProperties(properties: FlowDocument["properties"] = {}): string | undefined {
  const lines = Object.entries(properties).map(([name, property]) => {
    return `    ${JSON.stringify(name)}: ${printInline(orderedProperty(property))}`;
  });
  return lines.length === 0 ? undefined : `{\n${lines.join(",\n")}\n  }`;
}

/** Both environments are always written: what has No value is seen, not guessed. */
function orderedProperty(property: FlowProperty): object {
  const description = property.description ? { description: property.description } : {};
  if ("secret" in property) return { ...description, secret: true };
  return { ...description, test: property.test ?? null, production: property.production ?? null };
}

function formatList(items: readonly string[]): string {
  return items.length === 0 ? "[]" : `[\n${items.map((item) => `    ${item}`).join(",\n")}\n  ]`;
}

/** A node on one line where it fits; else its settings begin on the second. */
function formatNode(node: FlowNode, components: Components): string {
  const spec = components.get(node.type)?.spec;
  const settings = ordered(asObject(node.settings), spec ? settingsSchema(spec) : {});
  const head = { id: node.id, type: node.type, ...(node.label ? { label: node.label } : {}) };
  if (Object.keys(settings).length === 0) return printInline(head) as string;
  const whole = printInline({ ...head, settings });
  if (whole !== undefined && whole.length + 5 <= WIDTH) return whole;
  const start = (printInline(head) as string).slice(0, -2);
  return `${start},\n      "settings": ${printJson(settings, "      ", 18, 3)} }`;
}

/** Only of nodes that exist, in their order; on one line while it fits. */
function formatLayout({ layout = {}, nodes }: FlowDocument): string | undefined {
  const known = nodes.filter(({ id }) => Object.hasOwn(layout, id));
  if (known.length === 0) return undefined;
  const whole = printInline(Object.fromEntries(known.map(({ id }) => [id, layout[id]]))) as string;
  if (whole.length + 12 <= WIDTH) return whole;
  return `{\n${known.map(({ id }) => `    ${JSON.stringify(id)}: ${printInline(layout[id])}`).join(",\n")}\n  }`;
}

type JsonObject = { readonly [name: string]: Json };

function asObject(value: unknown): JsonObject {
  return (value ?? {}) as JsonObject;
}

/** A map with its schema's keys first, in the schema's order, and without what is the default. */
function ordered(value: JsonObject, declaring: JsonSchema): { [name: string]: unknown } {
  const schema = chosenAlternative(declaring, value);
  const result: { [name: string]: unknown } = {};
  const declared = Object.keys((schema.properties ?? {}) as object).filter((name) => Object.hasOwn(value, name));
  for (const name of new Set([...declared, ...Object.keys(value)])) {
    const under = schemaOf(schema, name, value);
    const item = value[name] as Json;
    if (!isDefault(under, item, schema, name)) result[name] = arranged(item, under);
  }
  return result;
}

function arranged(value: Json, schema: JsonSchema): unknown {
  if (schema.kind === "source") return arrangedSource(value);
  if (value === null || typeof value !== "object") return value;
  if (schema.kind === "expression" || schema.kind === "predicate") return arrangedExpression(asObject(value));
  if (Array.isArray(value)) return value.map((item, index) => arranged(item, schemaOf(schema, index, value)));
  return ordered(value, schema);
}

/** Simple is what a plain text means; what is no expression yet stays as it is written. */
function arrangedExpression(expression: JsonObject): unknown {
  const { language, source, ...rest } = expression;
  if (typeof language !== "string" || typeof source !== "string" || Object.keys(rest).length > 0) return expression;
  return language === "simple" ? source : { language, source };
}

function arrangedSource(value: Json): unknown {
  if (typeof value !== "string" && !(Array.isArray(value) && value.every((line) => typeof line === "string")))
    return value;
  const text = typeof value === "string" ? value : value.join("\n");
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  return lines.length === 1 ? lines[0] : new Lines(lines);
}
