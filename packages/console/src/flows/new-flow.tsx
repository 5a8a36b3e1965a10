import { type FormEvent, useState } from "react";
import { useAct } from "../api/queries.ts";
import { Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { addressOfPlace, go } from "../app/router.ts";
import { useTenant } from "../app/tenant.ts";
import { useText } from "../i18n/text.ts";

/** Begins an empty flow. */
export function NewFlow({ close }: { readonly close: () => void }) {
  const t = useText();
  const tenant = useTenant();
  const [name, setName] = useState("");
  const [group, setGroup] = useState("");
  const create = useAct("createFlow", { touches: ["listFlows"] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const document = {
      flow: 1,
      name: name.trim(),
      ...(group.trim() === "" ? {} : { options: { group: group.trim() } }),
      nodes: [],
      links: [],
    };
    create.mutate(
      { params: { tenant }, body: document },
      { onSuccess: (saved) => go(addressOfPlace({ tenant, item: saved.name })) },
    );
  };
  return (
    <Dialog title={t("flow.new")} close={close}>
      <form onSubmit={submit}>
        <Field label={t("flow.name")}>
          {(id) => (
            <input id={id} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t("flow.group")}>
          {(id) => <input id={id} value={group} onChange={(event) => setGroup(event.target.value)} />}
        </Field>
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" className="primary" disabled={name.trim() === "" || create.isPending}>
            {t("flow.new")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
