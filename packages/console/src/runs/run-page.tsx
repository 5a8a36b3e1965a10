import { useState } from "react";
import { useRead } from "../api/queries.ts";
import type { Step, WholeRun } from "../api/schema.generated.ts";
import { Link } from "../app/link.tsx";
import { addressOfPlace } from "../app/router.ts";
import { Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useSpecs } from "../canvas/flow-page.tsx";
import type { FlowDocument } from "../document/flow-document.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";
import { isOpen, useFollow } from "./follow.ts";
import { MessageView } from "./message-view.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunPicture } from "./run-picture.tsx";
import { tookText } from "./runs-page.tsx";
import { StepView } from "./step-view.tsx";
import "@xyflow/react/dist/style.css";
import "../styles/canvas.css";
import "../styles/runs.css";

/** A run: on its own flow as it was then, and step by step. */
export function RunPage({ id }: { readonly id: string }) {
  const tenant = useTenant();
  const run = useRead("getRun", { params: { tenant, run: id } });
  return <Read of={run}>{(data) => <RunView run={data} />}</Read>;
}

function RunView({ run }: { readonly run: WholeRun }) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const specs = useSpecs();
  const params = { tenant, run: run.id };
  const trace = useRead("getTrace", { params });
  const version = useRead("getVersion", { params: { tenant, flow: run.flow, number: run.version } });
  const live = useFollow(tenant, run.id, run.status);
  const kept = trace.data?.steps ?? [];
  const steps = isOpen(run.status) && live.length > kept.length ? live : kept;
  const failedAt = steps.find(({ error }) => error)?.seq;
  const [seq, setSeq] = useState<number>();
  const shown = steps.find((step) => step.seq === (seq ?? failedAt)) ?? steps[0];
  return (
    <div className="run-page">
      <header className="run-head">
        <h1>
          <span className={`badge ${run.status}`}>{t(`status.${run.status}`)}</span>{" "}
          <Link href={addressOfPlace({ tenant, item: run.flow })}>{run.flow}</Link>
        </h1>
        <span className={`badge ${run.environment}`}>{t(`environment.${run.environment}`)}</span>
        <span className="soft">
          {t("run.asOf", { number: run.version })} · {t(`trigger.${run.trigger}`)} · {format.instant(run.createdAt)} ·{" "}
          {tookText(run, format.duration)}
          {run.nominal && ` · ${t("run.nominal")} ${format.instant(run.nominal)}`}
          {run.handled && ` · ${t("run.handled")}`}
        </span>
        {isOpen(run.status) && <span className="badge info">{t("run.live")}</span>}
        <span className="grow" />
        <RunActions run={run} step={shown} />
      </header>
      {run.status === "parked" && <p className="notice warn">{t("run.parkedText")}</p>}
      {run.error && (
        <div className="notice bad" role="alert">
          {run.error.nodeId && <strong>{run.error.nodeId}: </strong>}
          {run.error.message} {run.error.help && <span className="hint">{run.error.help}</span>}{" "}
          <code>{run.error.code}</code>
        </div>
      )}
      <div className="run-body">
        <div className="run-picture">
          {version.data !== undefined && specs && (
            <RunPicture
              document={version.data as FlowDocument}
              specs={specs}
              steps={steps}
              chosen={shown?.nodeId}
              choose={(nodeId) => setSeq(steps.find((step) => step.nodeId === nodeId)?.seq)}
            />
          )}
        </div>
        <StepList steps={steps} chosen={shown?.seq} choose={setSeq} pending={trace.isPending} />
        <div className="run-detail">
          {shown ? (
            <StepView key={shown.seq} step={shown} />
          ) : (
            <>
              {!trace.isPending && <p className="hint">{t("run.noSteps")}</p>}
              {run.input && (
                <>
                  <h2>{t("run.input")}</h2>
                  <MessageView state={{ message: run.input }} />
                </>
              )}
              {run.message && (
                <>
                  <h2>{t("run.output")}</h2>
                  <MessageView state={{ message: run.message }} />
                </>
              )}
            </>
          )}
        </div>
      </div>
    </div>
  );
}

interface ListProps {
  readonly steps: readonly Step[];
  readonly chosen: number | undefined;
  readonly choose: (seq: number) => void;
  readonly pending: boolean;
}

function StepList({ steps, chosen, choose, pending }: ListProps) {
  const t = useText();
  const format = useFormats();
  return (
    <nav className="steps" aria-label={t("run.steps")}>
      <h2>{t("run.steps")}</h2>
      {pending && <p className="hint">{t("loading")}</p>}
      <ol>
        {steps.map(({ seq, nodeId, ms, output, error }) => (
          <li key={seq}>
            <button
              type="button"
              className={seq === chosen ? "quiet chosen" : "quiet"}
              aria-current={seq === chosen ? "step" : undefined}
              onClick={() => choose(seq)}
            >
              <span className={`dot ${error ? "bad" : output === "stop" ? "stop" : "good"}`} />
              <span className="grow">{nodeId}</span>
              <span className="soft">{format.duration(ms)}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
