import type { Components, FlowNode, FlowProperty } from "@mortise/contract";
import { constantText } from "../document/references.ts";
import { mapLeaves } from "../document/schema-walk.ts";
import { isLiteralSecret } from "../document/secrets.ts";
import { settingsSchema } from "../document/settings-schema.ts";

/** Nodes that hold no secret any more, and the properties that stand where one did. */
export interface WithoutSecrets {
  readonly nodes: readonly FlowNode[];
  readonly properties: { readonly [name: string]: FlowProperty };
}

/**
 * Replaces each password, key or token that stands readable in a setting by a secret property of its own, so that
 * what is pasted says at install which value it wants instead of carrying one from tenant to tenant.
 */
export function takeSecretsOut(
  nodes: readonly FlowNode[],
  taken: Iterable<string>,
  components: Components,
): WithoutSecrets {
  const names = new Set(taken);
  const properties: { [name: string]: FlowProperty } = {};
  const clean = nodes.map((node) => {
    const spec = components.get(node.type)?.spec;
    if (!spec || !node.settings) return node;
    const settings = mapLeaves(settingsSchema(spec), node.settings, (leaf) => {
      if (!isLiteralSecret(leaf)) return leaf.value;
      const called = leaf.name === "value" && typeof leaf.siblings.name === "string" ? leaf.siblings.name : leaf.name;
      const name = freeName(`${node.id}_${called}`, names);
      properties[name] = { secret: true };
      // `Bearer abc` keeps its scheme.
      const scheme = /^\s*(?:bearer|basic)\s+/i.exec(constantText(leaf.value) ?? "")?.[0] ?? "";
      return `${scheme}#{${name}}`;
    });
    return { ...node, settings };
  });
  return { nodes: clean, properties };
}

function freeName(wanted: string, names: Set<string>): string {
  const base = wanted.replace(/[^A-Za-z0-9_.-]/g, "_").slice(0, 95);
  let name = base;
  for (let number = 2; names.has(name); number++) name = `${base}_${number}`;
  names.add(name);
  return name;
}
