import type { RunRecord, RunStatus } from "@mortise/contract";
import type { FastifyReply, FastifyRequest } from "fastify";
import { iso } from "../api/schemas.ts";
import type { Runtime } from "../runtime.ts";
import { showRun } from "./shown-run.ts";
import { waitForRun } from "./wait.ts";

/** How long one look at a run waits for it to change; proxies see a sign of life after it. */
const LOOK = 15_000;

const OVER: readonly RunStatus[] = ["completed", "failed", "cancelled", "parked"];

/** Sends a run's changes as server-sent events until it has ended or the listener is gone. */
export async function streamRun(
  runtime: Runtime,
  run: RunRecord,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { raw } = reply;
  reply.hijack();
  raw.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no" });
  const send = (event: string, data: unknown) => raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  let gone = false;
  request.raw.on("close", () => {
    gone = true;
  });
  const { tenant, id } = run;
  let shown: RunStatus | undefined;
  let current: RunRecord | undefined = run;
  try {
    while (current && !gone) {
      if (current.status !== shown) {
        send("run", showRun(current));
        shown = current.status;
      } else raw.write(": still at work\n\n");
      if (OVER.includes(current.status)) {
        await runtime.store.traces.flush();
        for (const step of await runtime.store.traces.read(tenant, id)) send("step", { ...step, at: iso(step.at) });
        break;
      }
      if (runtime.leaving.aborted) break;
      current = await waitForRun(runtime, tenant, id, LOOK);
    }
  } catch (error) {
    // The answer has begun: an end is all that can be said. The listener asks again.
    runtime.log.warn({ err: error, run: id }, "a listener of a run was cut off");
  }
  raw.end();
  return reply;
}
