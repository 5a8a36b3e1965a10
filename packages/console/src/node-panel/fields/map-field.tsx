import { useState } from "react";
import { Icon } from "../../app/icon.tsx";
import type { Json } from "../../document/flow-document.ts";
import { useText } from "../../i18n/text.ts";
import { useForm } from "../context.ts";
import { FieldInput, type InputProps } from "../field-input.tsx";
import { valuesOf } from "../kinds.ts";

/** Names with a value each: form fields, headers, query parameters. */
export function MapField({ name, schema, value, onChange, path }: InputProps) {
  const t = useText();
  const { readOnly } = useForm();
  const [fresh, setFresh] = useState("");
  const entries = Object.entries((value as { [name: string]: Json } | undefined) ?? {});
  const change = (next: readonly (readonly [string, Json])[]) =>
    onChange(next.length === 0 ? undefined : Object.fromEntries(next));
  const add = () => {
    const key = fresh.trim();
    if (key === "" || entries.some(([known]) => known === key)) return;
    change([...entries, [key, ""]]);
    setFresh("");
  };
  return (
    <div className="list">
      {entries.map(([key, entry]) => (
        <div className="list-item" key={key}>
          <div className="grow">
            <code>{key}</code>
            <FieldInput
              id={`${path}-${key}`}
              name={key}
              schema={{ ...valuesOf(schema), title: `${schema.title ?? name}: ${key}` }}
              value={entry}
              path={`${path}/${key}`}
              onChange={(next) => change(entries.map(([known, old]) => [known, known === key ? (next ?? "") : old]))}
            />
          </div>
          {!readOnly && (
            <button
              type="button"
              className="quiet icon-only small"
              aria-label={`${t("remove")}: ${key}`}
              onClick={() => change(entries.filter(([known]) => known !== key))}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      {!readOnly && (
        <div className="row">
          <input
            className="grow"
            aria-label={t("panel.newName", { name: schema.title ?? name })}
            placeholder={t("panel.newName", { name: schema.title ?? name })}
            value={fresh}
            onChange={({ target }) => setFresh(target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") add();
            }}
          />
          <button type="button" className="small" disabled={fresh.trim() === ""} onClick={add}>
            {t("add")}
          </button>
        </div>
      )}
    </div>
  );
}
