import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  Controls,
  type Edge,
  MiniMap,
  type Node,
  type NodeChange,
  Panel,
  ReactFlow,
  useReactFlow,
} from "@xyflow/react";
import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import type { Mistake } from "../api/schema.generated.ts";
import { useSettings } from "../app/settings.ts";
import { type Edit, whyNoLink } from "../document/edit.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import type { Specs } from "../document/spec.ts";
import { useText } from "../i18n/text.ts";
import { Lane } from "./lane.tsx";
import { type BoxNode, NodeBox } from "./node-box.tsx";
import { boxesOf, edgesOf, errorLane } from "./picture.ts";

const TYPES = { box: NodeBox, lane: Lane };

/** What is dragged out of the palette. */
export const PALETTE_TYPE = "application/x-mortise-component";

interface Props {
  readonly document: FlowDocument;
  readonly specs: Specs;
  readonly mistakes: readonly Mistake[];
  readonly selection: readonly string[];
  readonly select: (ids: readonly string[]) => void;
  readonly links: readonly number[];
  readonly selectLinks: (links: readonly number[]) => void;
  readonly apply: (edit: Edit) => void;
  readonly readOnly: boolean;
  readonly refuse: (why: "self" | "twice" | "cycle") => void;
  readonly children?: ReactNode;
}

/** The picture of a flow; what is done in it becomes an edit of the document. */
export function Canvas({
  document,
  specs,
  mistakes,
  selection,
  select,
  links,
  selectLinks,
  apply,
  readOnly,
  refuse,
  children,
}: Props) {
  const t = useText();
  const { theme } = useSettings();
  const { screenToFlowPosition } = useReactFlow();
  const boxes = useMemo(() => boxesOf(document, specs, mistakes), [document, specs, mistakes]);
  const [moved, setMoved] = useState<readonly BoxNode[]>([]);
  // Sizes and places under the hand are the picture's own; everything else comes from the document.
  useEffect(() => {
    setMoved((before) => {
      const known = new Map(before.map((node) => [node.id, node]));
      return boxes.map((box) => ({ ...known.get(box.id), ...box }));
    });
  }, [boxes]);
  const nodes = useMemo(() => {
    const chosen = new Set(selection);
    const own: Node[] = moved.map((node) => ({ ...node, selected: chosen.has(node.id) }));
    const lane = errorLane(document, moved);
    return lane ? [laneNode(lane, t("canvas.errorRoute")), ...own] : own;
  }, [moved, selection, document, t]);
  const edges = useMemo(
    () => edgesOf(document).map((edge) => ({ ...edge, selected: links.includes(edge.data?.index ?? -1) })),
    [document, links],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange[]) => {
      const own = changes.filter((change) => !("id" in change) || change.id !== LANE);
      const chosen = new Set(selection);
      let changed = false;
      for (const change of own) {
        if (change.type !== "select" || chosen.has(change.id) === change.selected) continue;
        changed = true;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
      if (changed) select([...chosen]);
      setMoved((before) => applyNodeChanges(own as NodeChange<BoxNode>[], before as BoxNode[]));
      // Arrow keys move a box without a drag.
      const steps = own.filter((change) => change.type === "position" && change.position && change.dragging === false);
      if (steps.length > 0)
        apply({ type: "move", to: Object.fromEntries(steps.map((change) => placeOf(change as PositionChange))) });
    },
    [selection, select, apply],
  );
  const connect = ({ source, sourceHandle, target }: Connection) => {
    const output = sourceHandle ?? "out";
    const why = whyNoLink(document, source, output, target);
    if (why) refuse(why);
    else apply({ type: "connect", from: source, output, to: target });
  };
  const drop = (event: React.DragEvent) => {
    const nodeType = event.dataTransfer.getData(PALETTE_TYPE);
    if (nodeType === "") return;
    event.preventDefault();
    const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    apply({ type: "add", nodeType, at: [x - 100, y - 30] });
  };
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={TYPES}
      colorMode={theme === "auto" ? "system" : theme}
      onNodesChange={onNodesChange}
      onEdgesChange={(changes) => {
        const chosen = new Set(links);
        for (const change of changes)
          if (change.type === "select") chosen[change.selected ? "add" : "delete"](Number(change.id));
        selectLinks([...chosen]);
      }}
      onConnect={connect}
      onPaneClick={() => select([])}
      onDrop={drop}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes(PALETTE_TYPE)) event.preventDefault();
      }}
      nodesDraggable={!readOnly}
      nodesConnectable={!readOnly}
      deleteKeyCode={null}
      multiSelectionKeyCode={["Shift", "Meta", "Control"]}
      selectionKeyCode="Shift"
      snapToGrid
      snapGrid={[10, 10]}
      minZoom={0.1}
      maxZoom={2}
      onlyRenderVisibleElements={document.nodes.length > 120}
      fitView
      fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
      proOptions={{ hideAttribution: true }}
      ariaLabelConfig={{
        "node.a11yDescription.default": t("canvas.nodeKeys"),
        "edge.a11yDescription.default": t("canvas.edgeKeys"),
      }}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
      <MiniMap pannable zoomable ariaLabel={t("canvas.minimap")} nodeClassName={minimapClass} />
      <Controls showInteractive={false} />
      {children && <Panel position="top-center">{children}</Panel>}
    </ReactFlow>
  );
}

const LANE = " error-route";

function laneNode(
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  label: string,
): Node {
  return {
    id: LANE,
    type: "lane",
    position: { x, y },
    data: { label },
    width,
    height,
    // Said here and not measured: while one node is not measured, nothing is fitted into the view.
    measured: { width, height },
    selectable: false,
    draggable: false,
    focusable: false,
    connectable: false,
    zIndex: -1,
  };
}

type PositionChange = Extract<NodeChange, { type: "position" }>;

function placeOf({ id, position }: PositionChange): [string, readonly [number, number]] {
  return [id, [Math.round(position?.x ?? 0), Math.round(position?.y ?? 0)]];
}

function minimapClass(node: Node): string {
  return node.type === "lane" ? "map-lane" : `map-${(node.data as { group?: string }).group ?? "unknown"}`;
}

export type { Edge };
