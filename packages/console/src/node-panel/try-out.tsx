import { useState } from "react";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem.ts";
import { useRead } from "../api/queries.ts";
import type { Evaluated, EvaluationFailed } from "../api/schema.generated.ts";
import { useEnvironment } from "../app/settings.ts";
import { ProblemView } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";
import { useForm } from "./context.ts";
import { headersFrom, placeholdersOf } from "./try-message.ts";

interface Props {
  readonly language: string;
  readonly source: string;
  readonly mode: "expression" | "predicate" | "script";
}

type Outcome = Evaluated | EvaluationFailed;

/** Tries a text on a message: one that is typed, or one that came by here in a run. Nothing stored is touched. */
export function TryOut({ language, source, mode }: Props) {
  const t = useText();
  const { document } = useForm();
  const environment = useEnvironment();
  const [headers, setHeaders] = useState("{\n}");
  const [body, setBody] = useState("");
  // A body is text, as it comes over HTTP; what a run had as data stays data until it is typed over.
  const [data, setData] = useState<unknown>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [failed, setFailed] = useState<unknown>();
  const run = async () => {
    setFailed(undefined);
    try {
      const { properties, placeholders } = placeholdersOf(document, environment);
      const message = { headers: headersFrom(headers), body: data ?? body };
      setOutcome(
        (await call("evaluate", { body: { language, source, mode, message, properties, placeholders } })) as Outcome,
      );
    } catch (error) {
      setOutcome(undefined);
      setFailed(error);
    }
  };
  return (
    <div className="try-out">
      <PickMessage
        pick={(message) => {
          setHeaders(JSON.stringify(message.headers, null, 2));
          const isText = typeof message.body === "string" || message.body === null;
          setBody(isText ? String(message.body ?? "") : JSON.stringify(message.body, null, 2));
          setData(isText ? undefined : message.body);
        }}
      />
      <label>
        {t("run.headers")}
        <textarea className="mono" rows={3} value={headers} onChange={({ target }) => setHeaders(target.value)} />
      </label>
      <label>
        {t("run.body")}
        <textarea
          className="mono"
          rows={3}
          value={body}
          onChange={({ target }) => {
            setData(undefined);
            setBody(target.value);
          }}
        />
      </label>
      <button type="button" className="small primary" onClick={() => void run()}>
        {t(mode === "script" ? "panel.runScript" : "panel.validate")}
      </button>
      <div role="status">
        {failed !== undefined && <ProblemView problem={problemOf(failed)} />}
        {outcome &&
          (outcome.ok ? (
            <Result outcome={outcome} script={mode === "script"} />
          ) : (
            <Wrong outcome={outcome} source={source} />
          ))}
      </div>
    </div>
  );
}

function Result({ outcome, script }: { readonly outcome: Evaluated; readonly script: boolean }) {
  const t = useText();
  return (
    <div className="result good">
      <p>
        <strong>{t("panel.result")}</strong> <span className="badge">{outcome.type}</span>
      </p>
      <pre>{textOf(outcome.value)}</pre>
      {outcome.stdout && (
        <>
          <strong>{t("panel.printed")}</strong>
          <pre>{outcome.stdout}</pre>
        </>
      )}
      {script && (
        <>
          <strong>{t("panel.outHeaders")}</strong>
          <pre>{textOf(outcome.message.headers)}</pre>
          {Object.keys(outcome.properties).length > 0 && (
            <>
              <strong>{t("panel.outProperties")}</strong>
              <pre>{textOf(outcome.properties)}</pre>
            </>
          )}
          <strong>{t("panel.outBody")}</strong>
          <pre>{textOf(outcome.message.body)}</pre>
        </>
      )}
    </div>
  );
}

function Wrong({ outcome: { error }, source }: { readonly outcome: EvaluationFailed; readonly source: string }) {
  const { message, help, line, column } = error;
  return (
    <div className="result bad">
      <p>{message}</p>
      {line !== undefined && column !== undefined && (
        <pre className="caret">
          {source.split("\n")[line - 1]}
          {"\n"}
          {" ".repeat(Math.max(0, column - 1))}^
        </pre>
      )}
      {help && <p className="hint">{help}</p>}
    </div>
  );
}

interface PickProps {
  readonly pick: (message: { readonly headers: Readonly<Record<string, unknown>>; readonly body: unknown }) => void;
}

/** Takes the message that came to this node in a past run. */
function PickMessage({ pick }: PickProps) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const { flow, node } = useForm();
  const runs = useRead("listRuns", { params: { tenant }, query: { flow, limit: 20 } });
  const [missing, setMissing] = useState(false);
  if (!runs.data || runs.data.items.length === 0) return null;
  const take = async (run: string) => {
    if (run === "") return;
    const { steps } = await call("getTrace", { params: { tenant, run } });
    const before = steps.find(({ nodeId }) => nodeId === node.id)?.before;
    setMissing(before === undefined);
    if (before) pick(before.message);
  };
  return (
    <label>
      {t("panel.fromRun")}
      <select defaultValue="" onChange={({ target }) => void take(target.value).catch(() => setMissing(true))}>
        <option value="">–</option>
        {runs.data.items.map(({ id, createdAt, status }) => (
          <option key={id} value={id}>
            {format.instant(createdAt)} · {t(`status.${status}`)}
          </option>
        ))}
      </select>
      {missing && <span className="hint">{t("panel.notInRun")}</span>}
    </label>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
