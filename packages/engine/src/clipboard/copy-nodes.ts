import {
  type Clipboard,
  type Components,
  type FlowDocument,
  type FlowProperty,
  isSecretName,
  mortiseError,
} from "@mortise/contract";
import { didYouMean } from "../document/suggest.ts";
import { needsOf } from "./needs.ts";
import { takeSecretsOut } from "./take-secrets-out.ts";

export interface CopyOptions {
  /** Ids of the nodes. Defaults to the whole flow, with its name, description and options. */
  readonly nodes?: readonly string[] | undefined;
  /** With the values that properties have in Production. Defaults to false. */
  readonly withValues?: boolean | undefined;
}

/**
 * Copies nodes of a flow into the text envelope: links with both ends copied, the properties they use, and what they
 * need of the place they are pasted into. The value of a secret or secret-looking property never goes along, nor does
 * a password that stands readable in a setting: a secret property takes its place.
 * Throws `API_INVALID` for a node that is not there.
 */
export function copyNodes(flow: FlowDocument, components: Components, options: CopyOptions = {}): Clipboard {
  const ids = new Set(options.nodes ?? flow.nodes.map(({ id }) => id));
  const known = flow.nodes.map(({ id }) => id);
  for (const id of ids) {
    if (!known.includes(id))
      throw mortiseError(
        "API_INVALID",
        { what: `the flow has no node "${id}"${didYouMean(id, known)}` },
        { pointer: "/nodes" },
      );
  }
  const copied = flow.nodes.filter(({ id }) => ids.has(id));
  const { nodes, properties: secrets } = takeSecretsOut(copied, Object.keys(flow.properties ?? {}), components);
  const needs = needsOf(nodes, components);
  const whole = options.nodes === undefined;
  const properties = Object.entries(flow.properties ?? {})
    .filter(([name]) => whole || needs.properties.includes(name))
    .map(([name, property]) => [name, travelling(name, property, options.withValues ?? false)] as const)
    .concat(Object.entries(secrets));
  const layout = Object.entries(flow.layout ?? {}).filter(([id]) => ids.has(id));
  return {
    clipboard: "flow/1",
    ...(whole ? { flow: headOf(flow) } : {}),
    nodes,
    links: flow.links.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    ...(layout.length > 0 ? { layout: Object.fromEntries(layout) } : {}),
    ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
    needs,
  };
}

/** A whole flow as it is written, for a template: nothing is taken out, since nothing leaves a tenant. */
export function clipboardOf(flow: FlowDocument, components: Components): Clipboard {
  const { nodes, links, layout, properties } = flow;
  return {
    clipboard: "flow/1",
    flow: headOf(flow),
    nodes,
    links,
    ...(layout ? { layout } : {}),
    ...(properties ? { properties } : {}),
    needs: needsOf(nodes, components),
  };
}

function headOf({ name, description, options }: FlowDocument): NonNullable<Clipboard["flow"]> {
  return { name, ...(description === undefined ? {} : { description }), ...(options === undefined ? {} : { options }) };
}

/** A property as it leaves a tenant. */
function travelling(name: string, property: FlowProperty, withValues: boolean): FlowProperty {
  if ("secret" in property) return property;
  if (isSecretName(name)) return { ...property, test: null, production: null };
  return withValues ? property : { ...property, production: null };
}
