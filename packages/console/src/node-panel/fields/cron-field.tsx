import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../../api/call.ts";
import { problemOf } from "../../api/problem.ts";
import { useSettings } from "../../app/settings.ts";
import { useText } from "../../i18n/text.ts";
import { useForm } from "../context.ts";
import { cronOf, EVERY, type Every } from "../cron-selector.ts";
import type { InputProps } from "../field-input.tsx";

/** A cron: chosen or typed, in words, with the next twenty times at which it fires. */
export function CronField({ id, value, onChange }: InputProps) {
  const t = useText();
  const { language } = useSettings();
  const { node, document, readOnly } = useForm();
  const [every, setEvery] = useState<Every>("day");
  const [time, setTime] = useState("00:00");
  const [open, setOpen] = useState(false);
  const cron = typeof value === "string" ? value : "";
  const { gap, fallBack, timeZone = document.options?.timeZone ?? "Europe/Amsterdam" } = node.settings ?? {};
  const preview = useQuery({
    queryKey: ["previewSchedule", cron, timeZone, gap, fallBack, language],
    queryFn: ({ signal }) =>
      call(
        "previewSchedule",
        { body: { method: "cron", cron, timeZone, gap, fallBack, language, count: 20 } as never },
        { signal },
      ),
    enabled: cron !== "",
    retry: false,
  });
  const { words, warnings = [], items = [] } = preview.data ?? {};
  return (
    <div className="cron">
      <input
        id={id}
        className="mono"
        disabled={readOnly}
        placeholder="0 0 0 * * ?"
        value={cron}
        onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
      />
      {!readOnly && (
        <div className="row">
          <label className="sr-only" htmlFor={`${id}-every`}>
            {t("cron.every")}
          </label>
          <select id={`${id}-every`} value={every} onChange={({ target }) => setEvery(target.value as Every)}>
            {EVERY.map((name) => (
              <option key={name} value={name}>
                {t(`cron.${name}`)}
              </option>
            ))}
          </select>
          <input type="time" aria-label={t("cron.at")} value={time} onChange={({ target }) => setTime(target.value)} />
          <button type="button" className="small" onClick={() => onChange(cronOf(every, time))}>
            {t("cron.use")}
          </button>
          <button type="button" className="small quiet" disabled={cron === ""} onClick={() => onChange(undefined)}>
            {t("cron.clear")}
          </button>
        </div>
      )}
      {preview.error && cron !== "" && <p className="field-error">{problemOf(preview.error).detail}</p>}
      {words && (
        <p className="cron-words">
          {words} <span className="soft">({String(timeZone)})</span>
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="field-warning">
          {warning}
        </p>
      ))}
      {items.length > 0 && (
        <>
          <button type="button" className="small quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("cron.next", { count: items.length })}
          </button>
          {open && (
            <ol className="fires">
              {items.map(({ instant, local, note }) => (
                <li key={instant}>
                  <code>{local.replace("T", " ")}</code> {note && <span className="hint">{note}</span>}
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </div>
  );
}
