import { useState } from "react";
import type { Json } from "../document/flow-document.ts";
import type { SettingSchema } from "../document/spec.ts";
import { useText } from "../i18n/text.ts";
import { required } from "./kinds.ts";
import { SettingField } from "./setting-field.tsx";

type Values = { readonly [name: string]: Json };

interface Props {
  readonly schema: SettingSchema;
  readonly value: Values;
  readonly onChange: (name: string, value: Json | undefined) => void;
  /** Where these settings are, for mistakes: `settings`, `settings/auth`. */
  readonly path: string;
}

/** A form drawn from a schema: what is demanded and what is filled in first, the rest behind a button. */
export function SettingsForm({ schema, value, onChange, path }: Props) {
  const t = useText();
  const [all, setAll] = useState(false);
  const properties = Object.entries(schema.properties ?? {});
  const needed = required(schema, value);
  // What was open stays open: a field that is emptied must not go away under the hand.
  const [seen] = useState(() => new Set(Object.keys(value)));
  for (const name of Object.keys(value)) seen.add(name);
  const first = ([name]: readonly [string, SettingSchema]) => needed.has(name) || seen.has(name);
  const short = properties.length <= 4;
  const shown = properties.filter((entry) => short || all || first(entry));
  const hidden = properties.length - shown.length;
  return (
    <div className="settings-form">
      {shown.map(([name, setting]) => (
        <SettingField
          key={name}
          name={name}
          schema={setting}
          value={value[name]}
          onChange={(next) => onChange(name, next)}
          path={`${path}/${name}`}
          needed={needed.has(name)}
        />
      ))}
      {hidden > 0 && (
        <button type="button" className="small quiet" onClick={() => setAll(true)}>
          {t("panel.moreSettings", { count: hidden })}
        </button>
      )}
      {properties.length === 0 && <p className="hint">{t("panel.noSettings")}</p>}
    </div>
  );
}
