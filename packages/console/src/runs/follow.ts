import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { addressOf } from "../api/call.ts";
import { keyOf } from "../api/queries.ts";
import type { Step, WholeRun } from "../api/schema.generated.ts";

const OPEN = new Set(["queued", "running", "parked"]);

/** Whether a run is not at its end yet. */
export const isOpen = (status: WholeRun["status"]): boolean => OPEN.has(status);

/** Follows a run that goes on: each step as it comes, and the whole of it at its end. Gives the steps seen so far. */
export function useFollow(tenant: string, run: string, status: WholeRun["status"] | undefined): readonly Step[] {
  const queries = useQueryClient();
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const open = status !== undefined && isOpen(status);
  useEffect(() => {
    if (!open) return;
    const events = new EventSource(addressOf("followRun", { params: { tenant, run } }));
    const again = () => {
      for (const id of ["getRun", "getTrace"] as const)
        void queries.invalidateQueries({ queryKey: keyOf(id, { params: { tenant, run } }) });
    };
    events.addEventListener("step", ({ data }: MessageEvent<string>) => {
      const step = JSON.parse(data) as Step;
      setSteps((before) => [...before.filter(({ seq }) => seq !== step.seq), step].sort((a, b) => a.seq - b.seq));
    });
    events.addEventListener("run", again);
    // The server ends the stream with the run; a browser would ask for it again.
    events.onerror = () => {
      events.close();
      again();
    };
    return () => events.close();
  }, [open, tenant, run, queries]);
  return steps;
}
