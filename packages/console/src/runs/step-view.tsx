import { useState } from "react";
import type { Step } from "../api/schema.generated.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";
import { changesOf } from "./message-diff.ts";
import { MessageView } from "./message-view.tsx";

const TABS = ["changes", "before", "after"] as const;

/** One step: what it changed in the message, the message before and after, what it logged, how it failed. */
export function StepView({ step }: { readonly step: Step }) {
  const t = useText();
  const format = useFormats();
  const [tab, setTab] = useState<(typeof TABS)[number]>("changes");
  const { nodeId, type, ms, output, error, log, before, after } = step;
  const changes = changesOf(before, after);
  return (
    <section className="step" aria-label={nodeId}>
      <header className="row">
        <h2>{nodeId}</h2>
        <span className="soft">{type}</span>
        <span className="badge">{format.duration(ms)}</span>
        {output !== "out" && (
          <span className={output === "error" ? "badge bad" : "badge"}>
            {output === "stop" || output === "error" ? t(`output.${output}`) : output}
          </span>
        )}
      </header>
      {error && (
        <div className="alert">
          <p>{error.message}</p>
          {error.help && <p className="hint">{error.help}</p>}
          <p className="code">{error.code}</p>
          {error.detail !== undefined && <pre>{JSON.stringify(error.detail, null, 2)}</pre>}
        </div>
      )}
      {log && log.length > 0 && (
        <>
          <h3>{t("run.log")}</h3>
          <pre className="caret">{log.join("\n")}</pre>
        </>
      )}
      <div className="row tight" role="tablist" aria-label={nodeId}>
        {TABS.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={tab === name}
            className={tab === name ? "small chosen" : "small quiet"}
            onClick={() => setTab(name)}
          >
            {t(`run.${name}`)}
          </button>
        ))}
      </div>
      {tab === "before" && before && <MessageView state={before} />}
      {tab === "after" && after && <MessageView state={after} />}
      {tab === "changes" &&
        (changes.length === 0 ? (
          <p className="hint">{t("run.unchanged")}</p>
        ) : (
          <ul className="diff">
            {changes.map((change) => (
              <li key={`${change.place} ${change.name}`}>
                <span className={`badge ${colourOf(change)}`}>{t(`diff.${kindOf(change)}`)}</span>
                <span>{change.place === "body" ? t("run.body") : <code>{change.name}</code>}</span>
                <div className="values">
                  {change.before !== undefined && change.before !== "" && <pre className="before">{change.before}</pre>}
                  {change.after !== undefined && <pre className="after">{change.after || t("run.emptyBody")}</pre>}
                </div>
              </li>
            ))}
          </ul>
        ))}
    </section>
  );
}

type Kind = "added" | "removed" | "changed";

function kindOf({ before, after }: { readonly before: string | undefined; readonly after: string | undefined }): Kind {
  if (before === undefined) return "added";
  return after === undefined ? "removed" : "changed";
}

function colourOf(change: Parameters<typeof kindOf>[0]): string {
  return { added: "good", removed: "bad", changed: "info" }[kindOf(change)];
}
