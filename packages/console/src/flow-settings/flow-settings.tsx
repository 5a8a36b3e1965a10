import { Field } from "../app/field.tsx";
import { useMay } from "../app/session.ts";
import { useTenant } from "../app/tenant.ts";
import { useDraft } from "../canvas/use-draft.ts";
import type { FlowDocument, Json } from "../document/flow-document.ts";
import { useText } from "../i18n/text.ts";
import { OptionsTable } from "./options-table.tsx";
import { PropertiesTable } from "./properties-table.tsx";

interface Props {
  readonly flow: string;
  readonly document: FlowDocument;
  readonly etag: string | undefined;
}

/** What holds for a flow as a whole: its description, its properties with both values, its options. */
export function FlowSettings({ flow, document: initial, etag }: Props) {
  const t = useText();
  const tenant = useTenant();
  const readOnly = !useMay("editor");
  const draft = useDraft(tenant, flow, initial, etag);
  const { document, apply } = draft;
  return (
    <div className="page settings-page">
      <div className="page-head">
        <span className="grow" />
        {draft.dirty && <span className="badge warn">{t("canvas.unsaved")}</span>}
        {!readOnly && (
          <button
            type="button"
            className={draft.dirty ? "primary" : ""}
            disabled={!draft.dirty || draft.saving}
            onClick={() => void draft.save()}
          >
            {t("save")}
          </button>
        )}
      </div>
      {draft.conflict && (
        <div className="alert row" role="alert">
          <span className="grow">{t("canvas.conflict")}</span>
          <button type="button" className="small" onClick={() => void draft.reload()}>
            {t("canvas.takeTheirs")}
          </button>
          <button type="button" className="small danger" onClick={() => void draft.save(true)}>
            {t("canvas.keepMine")}
          </button>
        </div>
      )}
      <fieldset disabled={readOnly} className="stack">
        <Field label={t("settings.description")}>
          {(id) => (
            <textarea
              id={id}
              rows={2}
              value={document.description ?? ""}
              onChange={({ target }) => apply({ type: "head", change: { description: target.value } }, "description")}
            />
          )}
        </Field>
        <h2>{t("settings.properties")}</h2>
        <p className="hint">{t("settings.propertiesHint")}</p>
        <PropertiesTable
          properties={document.properties ?? {}}
          onChange={(properties, mark) => apply({ type: "head", change: { properties } }, mark)}
        />
        <h2>{t("settings.options")}</h2>
        <OptionsTable
          options={document.options ?? {}}
          onChange={(name, value) =>
            apply({ type: "head", change: { options: withOption(document, name, value) } }, name)
          }
        />
      </fieldset>
    </div>
  );
}

function withOption({ options = {} }: FlowDocument, name: string, value: Json | undefined) {
  const { [name]: _, ...rest } = options;
  return value === undefined ? rest : { ...options, [name]: value };
}
