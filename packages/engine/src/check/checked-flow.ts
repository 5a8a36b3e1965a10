import type { Components, FlowDocument, FlowProperty } from "@mortise/contract";
import { flowGraph, type Graph, type GraphNode } from "../document/graph.ts";
import { type Reference, referencesOf } from "../document/references.ts";
import { type Leaf, leavesOf } from "../document/schema-walk.ts";
import { settingsSchema } from "../document/settings-schema.ts";

/** A setting of a node, with its place in the document. */
export interface PlacedLeaf extends Leaf {
  readonly node: GraphNode;
}

/** How long a provider lets an unused refresh token live; `null` where nobody knows. */
export interface TokenLife {
  readonly provider: string;
  readonly idleDays: number | null;
}

/** What surrounds a flow where it is to run. */
export interface Neighbourhood {
  /** The tenant's other flows that are installed there. */
  readonly neighbours?: readonly FlowDocument[] | undefined;
  /** Of the provider that a token address belongs to. */
  readonly tokenLife?: ((url: string) => TokenLife | undefined) | undefined;
}

/** A flow as the rules look at it. */
export class CheckedFlow {
  readonly document: FlowDocument;
  readonly components: Components;
  readonly neighbours: readonly FlowDocument[];
  readonly tokenLife: Neighbourhood["tokenLife"];
  readonly graph: Graph;
  readonly nodes: readonly GraphNode[];
  readonly properties: ReadonlyMap<string, FlowProperty>;
  /** Every name that settings use. */
  readonly references: readonly Reference[];
  /** Every setting of a component that is known; its pointer is the document's. */
  readonly leaves: readonly PlacedLeaf[];
  readonly #leaves: ReadonlyMap<GraphNode, readonly PlacedLeaf[]>;

  constructor(document: FlowDocument, components: Components, { neighbours = [], tokenLife }: Neighbourhood = {}) {
    this.neighbours = neighbours;
    this.tokenLife = tokenLife;
    this.document = document;
    this.components = components;
    this.graph = flowGraph(document, components);
    this.nodes = [...this.graph.values()];
    this.properties = new Map(Object.entries(document.properties ?? {}));
    this.references = this.nodes.flatMap((node) =>
      referencesOf(node.node, components).map((reference) => ({
        ...reference,
        pointer: this.pointerOf(node, reference.pointer),
      })),
    );
    this.#leaves = new Map(this.nodes.map((node) => [node, this.#placed(node)]));
    this.leaves = [...this.#leaves.values()].flat();
  }

  /** The settings of one node. */
  leavesOf(node: GraphNode): readonly PlacedLeaf[] {
    return this.#leaves.get(node) ?? [];
  }

  #placed(node: GraphNode): PlacedLeaf[] {
    if (!node.spec) return [];
    const leaves = [...leavesOf(settingsSchema(node.spec), node.node.settings ?? {})];
    return leaves.map((leaf) => ({ ...leaf, pointer: this.pointerOf(node, leaf.pointer), node }));
  }

  /** The JSON pointer in the document of a place in a node's settings. */
  pointerOf({ index }: GraphNode, pointer = ""): string {
    return `/nodes/${index}/settings${pointer}`;
  }

  /** The nodes of one type. */
  nodesOf(type: string): readonly GraphNode[] {
    return this.nodes.filter(({ node }) => node.type === type);
  }
}
