import { useState } from "react";
import { ENVIRONMENTS } from "../app/environment-switch.tsx";
import { Icon } from "../app/icon.tsx";
import type { FlowProperty } from "../document/flow-document.ts";
import { useText } from "../i18n/text.ts";

type Properties = { readonly [name: string]: FlowProperty };

interface Props {
  readonly properties: Properties;
  readonly onChange: (properties: Properties, mark?: string) => void;
}

/** A flow's properties, both values of each side by side; what has none says so. */
export function PropertiesTable({ properties, onChange }: Props) {
  const t = useText();
  const [fresh, setFresh] = useState("");
  const set = (name: string, property: FlowProperty, mark?: string) =>
    onChange({ ...properties, [name]: property }, mark);
  const add = () => {
    const name = fresh.trim();
    if (!/^[\w.-]+$/.test(name) || name in properties) return;
    set(name, { test: null, production: null });
    setFresh("");
  };
  return (
    <div className="card scroll-x">
      <table className="properties">
        <thead>
          <tr>
            <th>{t("settings.name")}</th>
            {ENVIRONMENTS.map((name) => (
              <th key={name}>
                <span className={`badge ${name}`}>{t(`environment.${name}`)}</span>
              </th>
            ))}
            <th>{t("settings.secret")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {Object.entries(properties).map(([name, property]) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              {ENVIRONMENTS.map((environment) => (
                <td key={environment}>
                  {property.secret ? (
                    <span className="hint">{t("settings.secretHint")}</span>
                  ) : (
                    <ValueInput
                      label={`${name} ${t(`environment.${environment}`)}`}
                      value={property[environment] ?? null}
                      onChange={(value) => set(name, { ...property, [environment]: value }, `${name} ${environment}`)}
                    />
                  )}
                </td>
              ))}
              <td>
                <input
                  type="checkbox"
                  aria-label={`${t("settings.secret")}: ${name}`}
                  checked={property.secret === true}
                  onChange={({ target }) =>
                    set(name, target.checked ? { secret: true } : { test: null, production: null })
                  }
                />
              </td>
              <td>
                <button
                  type="button"
                  className="quiet icon-only small"
                  aria-label={`${t("remove")}: ${name}`}
                  onClick={() => {
                    const { [name]: _, ...rest } = properties;
                    onChange(rest);
                  }}
                >
                  <Icon name="trash" />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row pad">
        <input
          aria-label={t("settings.newProperty")}
          placeholder={t("settings.newProperty")}
          value={fresh}
          onChange={({ target }) => setFresh(target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") add();
          }}
        />
        <button type="button" disabled={!/^[\w.-]+$/.test(fresh.trim()) || fresh.trim() in properties} onClick={add}>
          <Icon name="plus" />
          {t("add")}
        </button>
      </div>
    </div>
  );
}

interface ValueProps {
  readonly label: string;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

/** A value, or none: an empty text is a value too. */
function ValueInput({ label, value, onChange }: ValueProps) {
  const t = useText();
  return (
    <div className="value-input">
      <input
        aria-label={label}
        placeholder={value === null ? t("noValue") : ""}
        value={value ?? ""}
        onChange={({ target }) => onChange(target.value)}
      />
      {value !== null && (
        <button
          type="button"
          className="quiet small"
          aria-label={`${label}: ${t("noValue")}`}
          onClick={() => onChange(null)}
        >
          {t("noValue")}
        </button>
      )}
    </div>
  );
}
