import { useRead } from "../api/queries.ts";
import type { Needs } from "../api/schema.generated.ts";
import { useTenant } from "../app/tenant.ts";
import { useText } from "../i18n/text.ts";

const KINDS = ["tenantVariables", "grants", "endpoints", "properties"] as const;

interface Props {
  readonly needs: Needs;
  readonly bindings: Readonly<Record<string, string>>;
  readonly onChange: (bindings: Record<string, string>) => void;
}

/** What copied nodes need of the place they come to, and what each is called there. Nothing is guessed. */
export function BindingsForm({ needs, bindings, onChange }: Props) {
  const t = useText();
  const tenant = useTenant();
  const variables = useRead("listVariables", { params: { tenant }, query: { limit: 500 } });
  const known = new Set(variables.data?.items.map(({ name }) => name));
  const rows = KINDS.flatMap((kind) => needs[kind].map((name) => ({ kind, name })));
  if (rows.length === 0) return null;
  return (
    <fieldset className="stack">
      <legend>{t("paste.bindings")}</legend>
      <p className="hint">{t("paste.bindingsHint")}</p>
      <datalist id="known-variables">
        {[...known].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <table className="bindings">
        <thead>
          <tr>
            <th>{t("paste.there")}</th>
            <th>{t("paste.here")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, name }) => {
            const here = bindings[name] ?? name;
            return (
              <tr key={`${kind} ${name}`}>
                <td>
                  <code>{name}</code>
                  <p className="hint">{t(`paste.kind.${kind}`)}</p>
                </td>
                <td>
                  <input
                    aria-label={`${t("paste.here")}: ${name}`}
                    list={kind === "tenantVariables" ? "known-variables" : undefined}
                    value={here}
                    onChange={(event) => onChange({ ...bindings, [name]: event.target.value })}
                  />
                </td>
                <td>
                  {kind === "tenantVariables" && variables.data && (
                    <span className={known.has(here) ? "badge good" : "badge warn"}>
                      {t(known.has(here) ? "paste.known" : "paste.missing")}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </fieldset>
  );
}
