import type { NodeProps } from "@xyflow/react";

/** The ground under the error route, so that nobody takes it for a part of the way. */
export function Lane({ data }: NodeProps) {
  return (
    <div className="lane">
      <span>{(data as { label: string }).label}</span>
    </div>
  );
}
