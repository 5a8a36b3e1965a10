import { useRead } from "../../api/queries.ts";
import { useTenant } from "../../app/tenant.ts";
import { useFormats } from "../../i18n/format.ts";
import { useText } from "../../i18n/text.ts";
import { useForm } from "../context.ts";
import type { InputProps } from "../field-input.tsx";
import { QuickInsert } from "../quick-insert.tsx";

/** A plain text, with what can be inserted into it. A secret shows only while it is typed. */
export function TextField({ id, schema, value, onChange }: InputProps) {
  const t = useText();
  const { readOnly } = useForm();
  const text = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const secret = schema.kind === "secret";
  return (
    <div className="with-insert">
      <input
        id={id}
        type={secret && !/^[#@]\{/.test(text) ? "password" : "text"}
        autoComplete="off"
        disabled={readOnly}
        placeholder={schema.default === undefined ? (schema.form ?? "") : String(schema.default)}
        value={text}
        onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
      />
      {!readOnly && <QuickInsert headers={false} insert={(piece) => onChange(text + piece)} />}
      {secret && <p className="hint">{t("panel.secret")}</p>}
      {schema.names === "tenantVariable" && <VariableValues name={text} />}
    </div>
  );
}

/** What a tenant variable holds now, in both environments. */
export function VariableValues({ name }: { readonly name: string }) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const plain = /^[\w.-]+$/.test(name);
  const variables = useRead("listVariables", { params: { tenant }, query: { limit: 500 } }, { when: plain });
  const variable = variables.data?.items.find((item) => item.name === name);
  if (!plain || !variables.data) return null;
  if (!variable) return <p className="hint">{t("panel.noVariable", { name })}</p>;
  return (
    <dl className="variable-values">
      {(["test", "production"] as const).map((environment) => {
        const { value, hasValue, encrypted, updatedBy, updatedAt } = variable[environment];
        return (
          <div key={environment}>
            <dt className={`badge ${environment}`}>{t(`environment.${environment}`)}</dt>
            <dd>
              {!hasValue
                ? t("noValue")
                : encrypted
                  ? t("var.encryptedSince", {
                      when: format.instant(updatedAt),
                      who: updatedBy ?? "",
                    })
                  : value}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
