import { type Ref, useMemo, useState } from "react";
import type { Mistake } from "../api/schema.generated.ts";
import { Field } from "../app/field.tsx";
import { Icon } from "../app/icon.tsx";
import type { Edit } from "../document/edit.ts";
import type { FlowDocument, FlowNode } from "../document/flow-document.ts";
import { type Specs, settingsOf } from "../document/spec.ts";
import { useText } from "../i18n/text.ts";
import { FormContext } from "./context.ts";
import { NodeActions } from "./node-actions.tsx";
import { SettingsForm } from "./settings-form.tsx";

interface Props {
  readonly ref: Ref<HTMLElement>;
  readonly flow: string;
  readonly document: FlowDocument;
  readonly node: FlowNode;
  readonly specs: Specs;
  readonly mistakes: readonly Mistake[];
  readonly apply: (edit: Edit, mark?: string) => void;
  readonly readOnly: boolean;
  readonly renamed: (id: string) => void;
  readonly close: () => void;
}

/** The node at hand: what it is called, its settings as its spec draws them, what is wrong with it. */
export function NodePanel({ ref, flow, document, node, specs, mistakes, apply, readOnly, renamed, close }: Props) {
  const t = useText();
  const spec = specs.get(node.type);
  const [id, setId] = useState(node.id);
  const place = useMemo(
    () => ({ flow, document, node, specs, mistakes, readOnly }),
    [flow, document, node, specs, mistakes, readOnly],
  );
  const taken = id !== node.id && document.nodes.some((other) => other.id === id);
  const rename = () => {
    const wanted = id.trim();
    if (wanted === node.id || taken || wanted === "") {
      setId(node.id);
      return;
    }
    apply({ type: "rename", id: node.id, to: wanted });
    renamed(wanted);
  };
  const own = mistakes.filter(({ nodeId, pointer = "" }) => nodeId === node.id && !pointer.includes("/settings/"));
  return (
    <aside className="node-panel" aria-label={t("panel.of", { name: node.label ?? node.id })} ref={ref}>
      <header>
        <h2>{spec?.title ?? node.type}</h2>
        <button type="button" className="quiet icon-only" aria-label={t("close")} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {spec ? (
        <p className="hint">{spec.summary}</p>
      ) : (
        <p className="field-error">{t("panel.unknown", { type: node.type })}</p>
      )}
      <Field label={t("panel.label")}>
        {(field) => (
          <input
            id={field}
            disabled={readOnly}
            placeholder={node.id}
            value={node.label ?? ""}
            onChange={({ target }) => apply({ type: "label", id: node.id, label: target.value }, `label ${node.id}`)}
          />
        )}
      </Field>
      <Field label={t("panel.id")} hint={taken ? t("panel.idTaken") : undefined}>
        {(field) => (
          <input
            id={field}
            className="mono"
            disabled={readOnly}
            value={id}
            onChange={({ target }) => setId(target.value)}
            onBlur={rename}
            onKeyDown={(event) => {
              if (event.key === "Enter") rename();
            }}
          />
        )}
      </Field>
      {own.map(({ message, severity }) => (
        <p key={message} className={`field-${severity}`}>
          {message}
        </p>
      ))}
      {spec && (
        <FormContext.Provider value={place}>
          <NodeActions spec={spec} />
          <SettingsForm
            schema={settingsOf(spec)}
            value={node.settings ?? {}}
            path="settings"
            onChange={(name, value) =>
              apply({ type: "setting", id: node.id, name, value }, `setting ${node.id} ${name}`)
            }
          />
          {spec.remarks && (
            <details>
              <summary>{t("panel.remarks")}</summary>
              <div className="remarks">{spec.remarks.trim()}</div>
            </details>
          )}
        </FormContext.Provider>
      )}
    </aside>
  );
}
