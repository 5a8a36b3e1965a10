import { type FormEvent, useState } from "react";
import { useAct } from "../api/queries.ts";
import { Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { useTenant } from "../app/tenant.ts";
import { useText } from "../i18n/text.ts";

/** Makes a variable, in both environments at once. */
export function NewVariable({ close }: { readonly close: () => void }) {
  const t = useText();
  const tenant = useTenant();
  const [name, setName] = useState("");
  const [values, setValues] = useState({ test: "", production: "" });
  const [encrypted, setEncrypted] = useState(false);
  const [tags, setTags] = useState("");
  const put = useAct("putVariable", {
    touches: ["listVariables"],
    done: (made) => t("var.saved", { name: made.name }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const side = (text: string) => ({ value: text === "" ? null : text });
    const body = {
      test: side(values.test),
      production: side(values.production),
      ...(encrypted ? { encrypted } : {}),
      ...(tags.trim() === "" ? {} : { tags: tags.split(",").flatMap((tag) => tag.trim() || []) }),
    };
    put.mutate({ params: { tenant, name: name.trim() }, body, etag: "none" }, { onSuccess: close });
  };
  return (
    <Dialog title={t("var.new")} close={close}>
      <form onSubmit={submit}>
        <Field label={t("var.name")} hint={t("var.nameHint")}>
          {(id) => (
            <input
              id={id}
              className="mono"
              required
              pattern="[A-Za-z0-9_.\-]+"
              maxLength={200}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        {(["test", "production"] as const).map((environment) => (
          <Field key={environment} label={`${t("var.value")}, ${t(`environment.${environment}`)}`}>
            {(id) => (
              <textarea
                id={id}
                rows={1}
                className="mono"
                placeholder={t("noValue")}
                value={values[environment]}
                onChange={({ target }) => setValues({ ...values, [environment]: target.value })}
              />
            )}
          </Field>
        ))}
        <Field label={t("var.tags")}>
          {(id) => <input id={id} value={tags} onChange={({ target }) => setTags(target.value)} />}
        </Field>
        <label className="check">
          <input type="checkbox" checked={encrypted} onChange={({ target }) => setEncrypted(target.checked)} />
          {t("var.encrypt")}
        </label>
        <p className="hint">{t("var.encryptHint")}</p>
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" className="primary" disabled={name.trim() === "" || put.isPending}>
            {t("var.new")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
