import { Icon } from "../../app/icon.tsx";
import type { Json } from "../../document/flow-document.ts";
import { useText } from "../../i18n/text.ts";
import { useForm } from "../context.ts";
import { FieldInput, type InputProps } from "../field-input.tsx";
import { kindOf } from "../kinds.ts";

/** A list: items in order, to add, move and remove. */
export function ListField({ name, schema, value, onChange, path }: InputProps) {
  const t = useText();
  const { readOnly } = useForm();
  const items: readonly Json[] = Array.isArray(value) ? value : [];
  const item = schema.items ?? { type: "string" };
  const change = (next: readonly Json[]) => onChange(next.length === 0 ? undefined : next);
  const empty: Json = kindOf(item) === "object" ? {} : "";
  const swap = (index: number, other: number) => {
    const next = [...items];
    [next[index], next[other]] = [next[other] as Json, next[index] as Json];
    change(next);
  };
  return (
    <div className="list">
      {items.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items of a list are known by their place
        <div className="list-item" key={index}>
          <div className="grow">
            <FieldInput
              id={`${path}-${index}`}
              name={`${name} ${index + 1}`}
              schema={{ title: `${schema.title ?? name} ${index + 1}`, ...item }}
              value={entry}
              path={`${path}/${index}`}
              onChange={(next) => change(items.map((old, at) => (at === index ? (next ?? empty) : old)))}
            />
          </div>
          {!readOnly && (
            <div className="list-tools">
              <button
                type="button"
                className="quiet icon-only small"
                aria-label={t("panel.up", { number: index + 1 })}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              >
                ↑
              </button>
              <button
                type="button"
                className="quiet icon-only small"
                aria-label={t("panel.removeItem", { number: index + 1 })}
                onClick={() => change(items.filter((_, at) => at !== index))}
              >
                <Icon name="close" />
              </button>
            </div>
          )}
        </div>
      ))}
      {!readOnly && (
        <button type="button" className="small" onClick={() => onChange([...items, empty])}>
          <Icon name="plus" />
          {t("add")}
        </button>
      )}
    </div>
  );
}
