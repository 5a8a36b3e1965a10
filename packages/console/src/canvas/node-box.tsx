import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import type { Component } from "../api/schema.generated.ts";
import { Icon, type IconName } from "../app/icon.tsx";
import { useText } from "../i18n/text.ts";

/** What a box shows of its node. */
export interface BoxData extends Record<string, unknown> {
  readonly title: string;
  readonly type: string;
  readonly gist: string;
  readonly group: Component["group"] | "unknown";
  readonly source: boolean;
  readonly outputs: readonly string[];
  readonly errors: number;
  readonly warnings: number;
  /** Of a run: how often the node was passed, how long it took, how it ended. */
  readonly passed?: { readonly count: number; readonly ms: string; readonly end: "ok" | "stop" | "error" } | undefined;
  readonly dimmed?: boolean;
}

export type BoxNode = Node<BoxData, "box">;

const ICONS: { readonly [group: string]: IconName } = {
  source: "source",
  variables: "variables",
  message: "message",
  routing: "routing",
  endpoint: "endpoint",
  script: "script",
  error: "error",
};

/** A node on the canvas: what it is, what it says of itself, what is wrong with it, where links leave. */
export const NodeBox = memo(function NodeBox({ data, selected }: NodeProps<BoxNode>) {
  const t = useText();
  const { title, type, gist, group, source, outputs, errors, warnings, passed, dimmed } = data;
  const side = outputs.filter((output) => output === "out");
  const below = outputs.filter((output) => output !== "out");
  const state = passed ? ` ran-${passed.end}` : "";
  return (
    <div className={`box group-${group}${selected ? " selected" : ""}${dimmed ? " dimmed" : ""}${state}`}>
      {!source && <Handle type="target" position={Position.Left} />}
      <div className="box-icon">
        <Icon name={ICONS[group] ?? "flow"} />
      </div>
      <div className="box-text">
        <strong>{title}</strong>
        <span>{title === type ? gist : `${type}${gist === "" ? "" : ` · ${gist}`}`}</span>
      </div>
      {errors > 0 ? (
        <span className="mark error" title={t("canvas.errors", { count: errors })}>
          {errors}
        </span>
      ) : (
        warnings > 0 && (
          <span className="mark warning" title={t("canvas.warnings", { count: warnings })}>
            {warnings}
          </span>
        )
      )}
      {passed && (
        <span className="passed">
          {passed.count > 1 && `${passed.count} × · `}
          {passed.ms}
        </span>
      )}
      {side.map((output) => (
        <Handle key={output} id={output} type="source" position={Position.Right} />
      ))}
      {below.length > 0 && (
        <div className="outputs">
          {below.map((output) => (
            <span key={output}>
              {output}
              <Handle id={output} type="source" position={Position.Bottom} />
            </span>
          ))}
        </div>
      )}
    </div>
  );
});
