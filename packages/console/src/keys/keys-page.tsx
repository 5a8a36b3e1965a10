import { type FormEvent, useState } from "react";
import { useAct, useRead } from "../api/queries.ts";
import type { Key } from "../api/schema.generated.ts";
import { Confirm, Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { Icon } from "../app/icon.tsx";
import { Empty, Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";

/** The tenant's API keys: whose they are, what they may, when they were used; never what they are. */
export function KeysPage() {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const keys = useRead("listKeys", { params: { tenant }, query: { limit: 500 } });
  const [making, setMaking] = useState(false);
  const [going, setGoing] = useState<Key>();
  const remove = useAct("removeKey", { touches: ["listKeys"], done: () => t("keys.removed") });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("page.keys")}</h1>
        <button type="button" className="primary" onClick={() => setMaking(true)}>
          <Icon name="plus" />
          {t("keys.new")}
        </button>
      </div>
      <Read of={keys}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("keys.empty")}>
              <p>{t("keys.emptyText")}</p>
            </Empty>
          ) : (
            <div className="card scroll-x">
              <table>
                <thead>
                  <tr>
                    <th>{t("keys.name")}</th>
                    <th>{t("keys.role")}</th>
                    <th>{t("keys.scopes")}</th>
                    <th>{t("keys.created")}</th>
                    <th>{t("keys.used")}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {items.map((key) => (
                    <tr key={key.id}>
                      <td>{key.name}</td>
                      <td>
                        <span className="badge">{t(`role.${key.role}`)}</span>
                      </td>
                      <td>{key.scopes.join(", ") || "–"}</td>
                      <td title={format.instant(key.createdAt)}>{format.ago(key.createdAt)}</td>
                      <td title={format.instant(key.lastUsedAt)}>{format.ago(key.lastUsedAt)}</td>
                      <td>
                        <button
                          type="button"
                          className="quiet icon-only small"
                          aria-label={`${t("remove")}: ${key.name}`}
                          onClick={() => setGoing(key)}
                        >
                          <Icon name="trash" />
                        </button>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Read>
      {making && <NewKey close={() => setMaking(false)} />}
      {going && (
        <Confirm
          title={t("keys.remove")}
          text={t("keys.removeText", { name: going.name })}
          action={t("remove")}
          close={() => setGoing(undefined)}
          confirm={() => remove.mutate({ params: { tenant, key: going.id } })}
        />
      )}
    </div>
  );
}

const ROLES = ["viewer", "editor", "operator", "admin"] as const;

function NewKey({ close }: { readonly close: () => void }) {
  const t = useText();
  const tenant = useTenant();
  const [name, setName] = useState("");
  const [role, setRole] = useState<(typeof ROLES)[number]>("editor");
  const [secrets, setSecrets] = useState(false);
  const create = useAct("createKey", { touches: ["listKeys"] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({
      params: { tenant },
      body: { name: name.trim(), role, ...(secrets ? { scopes: ["secrets"] } : {}) },
    });
  };
  if (create.data)
    return (
      <Dialog title={t("keys.made", { name: create.data.name })} close={close}>
        <div className="stack">
          <p>{t("keys.once")}</p>
          <pre className="caret">{create.data.key}</pre>
          <footer>
            <button type="button" onClick={() => void navigator.clipboard.writeText(create.data?.key ?? "")}>
              <Icon name="copy" />
              {t("keys.copy")}
            </button>
            <button type="button" className="primary" onClick={close}>
              {t("close")}
            </button>
          </footer>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={t("keys.new")} close={close}>
      <form onSubmit={submit}>
        <Field label={t("keys.name")} hint={t("keys.nameHint")}>
          {(id) => (
            <input id={id} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <Field label={t("keys.role")} hint={t(`keys.hint.${role}`)}>
          {(id) => (
            <select id={id} value={role} onChange={(event) => setRole(event.target.value as (typeof ROLES)[number])}>
              {ROLES.map((value) => (
                <option key={value} value={value}>
                  {t(`role.${value}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <label className="check">
          <input type="checkbox" checked={secrets} onChange={(event) => setSecrets(event.target.checked)} />
          {t("keys.secrets")}
        </label>
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" className="primary" disabled={name.trim() === "" || create.isPending}>
            {t("keys.new")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
