import { useState } from "react";
import { problemOf } from "../api/problem.ts";
import { useAct } from "../api/queries.ts";
import type { Step, WholeRun } from "../api/schema.generated.ts";
import { Confirm } from "../app/dialog.tsx";
import { Icon } from "../app/icon.tsx";
import { addressOfPlace, go } from "../app/router.ts";
import { useMay } from "../app/session.ts";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import { useText } from "../i18n/text.ts";
import { isOpen } from "./follow.ts";

const TOUCHES = ["getRun", "getTrace", "listRuns", "listEvents", "listFlowStatus"] as const;

/** Something that was refused because a secret is newer than the message, and that the reader may want all the same. */
interface Forced {
  readonly detail: string;
  readonly again: () => void;
}

/** What can be done with a run: replay it, from its start or from a step; cancel it; send a doubtful call again, or skip it. */
export function RunActions({ run, step }: { readonly run: WholeRun; readonly step: Step | undefined }) {
  const t = useText();
  const tenant = useTenant();
  const toast = useToast();
  const operator = useMay("operator");
  const [forced, setForced] = useState<Forced>();
  const params = { tenant, run: run.id };
  const replay = useAct("replayRun", { touches: TOUCHES, quiet: true, done: () => t("run.replayed") });
  const resend = useAct("resendRun", { touches: TOUCHES, quiet: true });
  const skip = useAct("skipCall", { touches: TOUCHES });
  const cancel = useAct("cancelRun", { touches: TOUCHES, done: () => t("run.cancelled") });
  if (!operator) return null;

  const refused = (again: () => void) => (error: unknown) => {
    const problem = problemOf(error);
    if (problem.code === "RUN_STALE_SECRET") setForced({ detail: problem.detail, again });
    else toast({ kind: "bad", problem });
  };
  const replayFrom = (from: string | undefined, force = false) =>
    replay.mutate(
      { params, body: { ...(from === undefined ? {} : { from }), ...(force ? { force } : {}), wait: false } },
      {
        onSuccess: ({ id }) => go(addressOfPlace({ tenant, page: "runs", item: id })),
        onError: refused(() => replayFrom(from, true)),
      },
    );
  const sendAgain = (force = false) =>
    resend.mutate(
      { params, body: { ...(force ? { force } : {}), wait: false } },
      { onError: refused(() => sendAgain(true)) },
    );
  const busy = [replay, resend, skip, cancel].some(({ isPending }) => isPending);
  return (
    <div className="row">
      {run.status === "parked" && (
        <>
          <button type="button" disabled={busy} onClick={() => sendAgain()}>
            <Icon name="redo" />
            {t("run.resend")}
          </button>
          <button type="button" disabled={busy} onClick={() => skip.mutate({ params, body: { wait: false } })}>
            {t("run.skip")}
          </button>
        </>
      )}
      {isOpen(run.status) && (
        <button type="button" disabled={busy} onClick={() => cancel.mutate({ params })}>
          <Icon name="stop" />
          {t("run.cancel")}
        </button>
      )}
      {!isOpen(run.status) && (
        <>
          {step && step.seq > 0 && (
            <button type="button" disabled={busy} onClick={() => replayFrom(step.nodeId)}>
              {t("run.replayFrom", { node: step.nodeId })}
            </button>
          )}
          <button type="button" className="primary" disabled={busy} onClick={() => replayFrom(undefined)}>
            <Icon name="redo" />
            {t("run.replay")}
          </button>
        </>
      )}
      {forced && (
        <Confirm
          title={t("run.stale")}
          text={forced.detail}
          action={t("run.force")}
          close={() => setForced(undefined)}
          confirm={forced.again}
        />
      )}
    </div>
  );
}
