import { type Edge, MarkerType } from "@xyflow/react";
import type { Mistake } from "../api/schema.generated.ts";
import { errorNodes, positions } from "../document/arrange.ts";
import { type FlowDocument, outputOf } from "../document/flow-document.ts";
import { gistOf, outputsOf, type Specs } from "../document/spec.ts";
import type { BoxNode } from "./node-box.tsx";

/** Size of a box, in pixels; as the style sheet has it. */
export const BOX = { width: 168, height: 58 } as const;

/** The boxes of a document. */
export function boxesOf(document: FlowDocument, specs: Specs, mistakes: readonly Mistake[]): BoxNode[] {
  const places = positions(document);
  return document.nodes.map((node) => {
    const spec = specs.get(node.type);
    const [x, y] = places.get(node.id) ?? [0, 0];
    const own = mistakes.filter(({ nodeId }) => nodeId === node.id);
    const outputs = outputsOf(spec, node);
    // A link may leave by an output that is not there any more: it has to be seen to be mended.
    const used = document.links.filter(({ from }) => from === node.id).map(outputOf);
    return {
      id: node.id,
      type: "box",
      position: { x, y },
      ariaLabel: `${node.label ?? node.id}, ${spec?.title ?? node.type}`,
      initialWidth: BOX.width,
      initialHeight: BOX.height,
      data: {
        title: node.label ?? node.id,
        type: spec?.title ?? node.type,
        gist: gistOf(spec, node),
        group: spec?.group ?? "unknown",
        source: spec?.kind === "source",
        outputs: [...new Set([...outputs, ...used])],
        errors: own.filter(({ severity }) => severity === "error").length,
        warnings: own.filter(({ severity }) => severity === "warning").length,
      },
    };
  });
}

/** The links of a document; `index` is where each stands in it. */
export function edgesOf(document: FlowDocument): Edge<{ index: number }>[] {
  const ids = new Set(document.nodes.map(({ id }) => id));
  const ways = Map.groupBy(document.links, (link) => `${link.from} ${outputOf(link)}`);
  return document.links.flatMap((link, index) => {
    if (!ids.has(link.from) || !ids.has(link.to)) return [];
    const output = outputOf(link);
    const siblings = ways.get(`${link.from} ${output}`) ?? [];
    const order = siblings.length > 1 ? `${siblings.indexOf(link) + 1}` : "";
    return [
      {
        id: `${index}`,
        source: link.from,
        sourceHandle: output,
        target: link.to,
        data: { index },
        markerEnd: { type: MarkerType.ArrowClosed },
        ariaLabel: `${link.from} → ${link.to}`,
        // What an output is called stands at its handle.
        ...(order === "" ? {} : { label: order }),
      },
    ];
  });
}

/** Where the error route's lane is drawn. */
export function errorLane(document: FlowDocument, boxes: readonly BoxNode[]) {
  const route = errorNodes(document);
  const own = boxes.filter(({ id }) => route.has(id));
  if (own.length === 0) return undefined;
  const pad = 26;
  const x = Math.min(...own.map(({ position }) => position.x)) - pad;
  const y = Math.min(...own.map(({ position }) => position.y)) - pad - 16;
  return {
    x,
    y,
    width: Math.max(...own.map(({ position }) => position.x)) + BOX.width + pad - x,
    height: Math.max(...own.map(({ position }) => position.y)) + BOX.height + pad - y,
  };
}
