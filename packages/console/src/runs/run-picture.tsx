import { Background, BackgroundVariant, Controls, type Node, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { useMemo } from "react";
import type { Step } from "../api/schema.generated.ts";
import { useSettings } from "../app/settings.ts";
import { Lane } from "../canvas/lane.tsx";
import { NodeBox } from "../canvas/node-box.tsx";
import { boxesOf, edgesOf } from "../canvas/picture.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import type { Specs } from "../document/spec.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";
import { ranThrough } from "./ran.ts";

const TYPES = { box: NodeBox, lane: Lane };

interface Props {
  readonly document: FlowDocument;
  readonly specs: Specs;
  readonly steps: readonly Step[];
  readonly chosen: string | undefined;
  readonly choose: (nodeId: string) => void;
}

/** A run on its own flow: the way it took, how often, how long, and where it ended. */
export function RunPicture(props: Props) {
  return (
    <ReactFlowProvider>
      <Picture {...props} />
    </ReactFlowProvider>
  );
}

function Picture({ document, specs, steps, chosen, choose }: Props) {
  const t = useText();
  const format = useFormats();
  const { theme } = useSettings();
  const ran = useMemo(() => ranThrough(document, steps), [document, steps]);
  const nodes: Node[] = boxesOf(document, specs, []).map((box) => {
    const passed = ran.nodes.get(box.id);
    return {
      ...box,
      selected: box.id === chosen,
      data: {
        ...box.data,
        dimmed: steps.length > 0 && !passed,
        passed: passed && { ...passed, ms: format.duration(passed.ms) },
      },
    };
  });
  const edges = edgesOf(document).map((edge) => {
    const taken = ran.links[edge.data?.index ?? -1];
    if (!taken) return { ...edge, className: "not-taken" };
    const count = taken.count > 1 ? `${t("run.times", { count: taken.count })} · ` : "";
    return {
      ...edge,
      className: "taken",
      label: `${edge.label ? `${edge.label} · ` : ""}${count}${format.duration(taken.ms)}`,
    };
  });
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={TYPES}
      colorMode={theme === "auto" ? "system" : theme}
      nodesDraggable={false}
      nodesConnectable={false}
      onNodeClick={(_, { id }) => choose(id)}
      deleteKeyCode={null}
      minZoom={0.1}
      fitView
      fitViewOptions={{ padding: 0.15, maxZoom: 1 }}
      proOptions={{ hideAttribution: true }}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
      <Controls showInteractive={false} />
    </ReactFlow>
  );
}
