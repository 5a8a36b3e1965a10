import { type FormEvent, useEffect, useState } from "react";
import { useAct } from "../api/queries.ts";
import { Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { useTenant } from "../app/tenant.ts";
import { useText } from "../i18n/text.ts";

/** Takes the variables of an exported file, after saying what that does. */
export function ImportDialog({ close }: { readonly close: () => void }) {
  const t = useText();
  const tenant = useTenant();
  const [variables, setVariables] = useState<readonly never[]>();
  const [bad, setBad] = useState(false);
  const [existing, setExisting] = useState<"keep" | "replace">("keep");
  const plan = useAct("importVariables");
  const run = useAct("importVariables", { touches: ["listVariables"] });
  const { mutate } = plan;
  useEffect(() => {
    if (variables) mutate({ params: { tenant }, body: { variables, existing, dryRun: true } });
  }, [variables, existing, tenant, mutate]);
  const read = async (file: File | undefined) => {
    setBad(false);
    setVariables(undefined);
    if (!file) return;
    try {
      const value = JSON.parse(await file.text()) as { variables?: readonly never[] };
      if (Array.isArray(value.variables)) setVariables(value.variables);
      else setBad(true);
    } catch {
      setBad(true);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (variables) run.mutate({ params: { tenant }, body: { variables, existing } }, { onSuccess: close });
  };
  const { created = [], replaced = [], kept = [], withoutValue = [] } = plan.data ?? {};
  return (
    <Dialog title={t("var.importTitle")} close={close}>
      <form onSubmit={submit}>
        <Field label={t("var.importText")}>
          {(id) => (
            <input
              id={id}
              type="file"
              accept=".json,application/json"
              onChange={({ target }) => void read(target.files?.[0])}
            />
          )}
        </Field>
        <Field label={t("var.importExisting")}>
          {(id) => (
            <select id={id} value={existing} onChange={({ target }) => setExisting(target.value as "keep")}>
              <option value="keep">{t("var.importKeep")}</option>
              <option value="replace">{t("var.importReplace")}</option>
            </select>
          )}
        </Field>
        {bad && (
          <p className="alert" role="alert">
            {t("var.importBad")}
          </p>
        )}
        {variables && plan.data && (
          <div role="status">
            <p>{t("var.importPlan", { created: created.length, replaced: replaced.length, kept: kept.length })}</p>
            {withoutValue.length > 0 && (
              <p className="hint">{t("var.importWithout", { names: withoutValue.join(", ") })}</p>
            )}
          </div>
        )}
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" className="primary" disabled={!variables || run.isPending}>
            {t("var.import")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
