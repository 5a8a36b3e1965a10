/** JSON as documents hold it. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly label?: string;
  readonly settings?: { readonly [name: string]: Json };
}

export interface FlowLink {
  readonly from: string;
  readonly output?: string;
  readonly to: string;
}

export interface FlowProperty {
  readonly description?: string;
  readonly test?: string | null;
  readonly production?: string | null;
  readonly secret?: true;
}

/** A flow as its file holds it. */
export interface FlowDocument {
  readonly $schema?: string;
  readonly flow: 1;
  readonly name: string;
  readonly description?: string;
  readonly options?: { readonly [name: string]: Json };
  readonly properties?: { readonly [name: string]: FlowProperty };
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
  readonly layout?: { readonly [id: string]: readonly [number, number] };
}

/** The output that a link leaves by. */
export const outputOf = ({ output }: FlowLink): string => output ?? "out";

/** Names a link for people: `a → b`, `a ·otherwise→ b`. */
export const linkName = ({ from, output, to }: FlowLink): string =>
  output === undefined || output === "out" ? `${from} → ${to}` : `${from} ·${output}→ ${to}`;

/** Whether something is a document that can be drawn, be it full of mistakes. */
export function isDocument(value: unknown): value is FlowDocument {
  if (!isRecord(value) || !Array.isArray(value.nodes)) return false;
  const links = value.links ?? [];
  return (
    typeof value.name === "string" &&
    value.nodes.every((node) => isRecord(node) && typeof node.id === "string" && typeof node.type === "string") &&
    Array.isArray(links) &&
    links.every((link) => isRecord(link) && typeof link.from === "string" && typeof link.to === "string")
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
