import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { call } from "../api/call.ts";
import { isConflict, problemOf } from "../api/problem.ts";
import type { Problem, Variable } from "../api/schema.generated.ts";
import { ProblemView } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import { useText } from "../i18n/text.ts";

interface Props {
  readonly variable: Variable;
  readonly environment: "test" | "production";
  readonly close: () => void;
}

/** Changes a value, its tags, and whether it is encrypted; says so when a flow or a person was quicker. */
export function ValueEditor({ variable, environment, close }: Props) {
  const t = useText();
  const tenant = useTenant();
  const toast = useToast();
  const queries = useQueryClient();
  const { name } = variable;
  // What the reader saw when the editor opened: a later look must not make a lost update of a conflict.
  const [version, setVersion] = useState(variable.version);
  const [shown] = useState(variable[environment]);
  // An encrypted value comes on screen when its reader asks for it, and may: never by itself.
  const [text, setText] = useState(shown.encrypted ? "" : (shown.value ?? ""));
  const [touched, setTouched] = useState(false);
  const [encrypt, setEncrypt] = useState(shown.encrypted);
  const [tags, setTags] = useState(variable.tags.join(", "));
  const [theirs, setTheirs] = useState<Variable>();
  const [problem, setProblem] = useState<Problem>();
  const save = async (value: string | null | undefined, over?: number) => {
    setProblem(undefined);
    const changed = tags !== variable.tags.join(", ");
    const body = {
      ...(value === undefined ? {} : { [environment]: { value } }),
      ...(encrypt && !shown.encrypted ? { encrypted: true } : {}),
      ...(changed ? { tags: tags.split(",").flatMap((tag) => tag.trim() || []) } : {}),
    };
    try {
      await call("putVariable", { params: { tenant, name }, body }, { etag: `"${over ?? version}"` });
      toast({ kind: "good", text: t("var.saved", { name }) });
      await queries.invalidateQueries({ queryKey: ["listVariables"] });
      close();
    } catch (error) {
      if (!isConflict(error)) return setProblem(problemOf(error));
      const now = await call("getVariable", { params: { tenant, name } });
      setTheirs(now);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(touched ? text : undefined);
  };
  const now = theirs?.[environment];
  return (
    <form onSubmit={submit} className="value-editor">
      <textarea
        // biome-ignore lint/a11y/noAutofocus: the reader asked to change this very value
        autoFocus
        rows={Math.min(8, Math.max(1, text.split("\n").length))}
        className="mono"
        aria-label={t("var.edit", { name })}
        placeholder={shown.encrypted ? t("var.newValue") : t("noValue")}
        value={text}
        onChange={({ target }) => {
          setTouched(true);
          setText(target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === "Escape") close();
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            void save(touched ? text : undefined);
          }
        }}
      />
      <div className="row">
        <label className="check" title={t("var.encryptHint")}>
          <input
            type="checkbox"
            checked={encrypt}
            disabled={shown.encrypted}
            onChange={({ target }) => setEncrypt(target.checked)}
          />
          {t("var.encrypt")}
        </label>
        <input
          className="grow"
          aria-label={t("var.tags")}
          placeholder={t("var.tags")}
          value={tags}
          onChange={({ target }) => setTags(target.value)}
        />
      </div>
      <div className="row">
        <button type="submit" className="small primary">
          {t("save")}
        </button>
        <button type="button" className="small" onClick={close}>
          {t("cancel")}
        </button>
        {shown.encrypted && shown.value !== null && (
          <button type="button" className="small quiet" onClick={() => setText(shown.value ?? "")}>
            {t("var.show")}
          </button>
        )}
        {shown.hasValue && (
          <button type="button" className="small quiet" onClick={() => void save(null)}>
            {t("var.clear")}
          </button>
        )}
      </div>
      {theirs && now && (
        <div className="alert" role="alert">
          <p>
            {t("var.conflict", {
              name,
              value: now.encrypted ? t("var.encrypted") : (now.value ?? t("noValue")),
            })}
          </p>
          <div className="row">
            <button
              type="button"
              className="small"
              onClick={() => {
                setVersion(theirs.version);
                void queries.invalidateQueries({ queryKey: ["listVariables"] });
                close();
              }}
            >
              {t("var.take")}
            </button>
            <button
              type="button"
              className="small danger"
              onClick={() => void save(touched ? text : undefined, theirs.version)}
            >
              {t("var.overwrite")}
            </button>
          </div>
        </div>
      )}
      {problem && (
        <div className="alert" role="alert">
          <ProblemView problem={problem} />
        </div>
      )}
    </form>
  );
}
