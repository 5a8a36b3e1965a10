import { useId, useState } from "react";
import { Icon } from "../app/icon.tsx";
import { fieldOf } from "../canvas/use-validation.ts";
import type { Json } from "../document/flow-document.ts";
import type { SettingSchema } from "../document/spec.ts";
import { useText } from "../i18n/text.ts";
import { useForm } from "./context.ts";
import { FieldInput } from "./field-input.tsx";

interface Props {
  readonly name: string;
  readonly schema: SettingSchema;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly path: string;
  readonly needed: boolean;
}

/** One setting: its title, what it does behind "?", its input, and what is wrong with it. */
export function SettingField({ name, schema, value, onChange, path, needed }: Props) {
  const t = useText();
  const { mistakes, node } = useForm();
  const [help, setHelp] = useState(false);
  const id = useId();
  const own = mistakes.filter((mistake) => mistake.nodeId === node.id && belongs(fieldOf(mistake), path));
  return (
    <div className={own.some(({ severity }) => severity === "error") ? "setting wrong" : "setting"} data-setting={name}>
      <div className="setting-head">
        <label htmlFor={id}>
          {schema.title ?? name}
          {needed && (
            <span className="needed" title={t("panel.needed")}>
              {" "}
              *
            </span>
          )}
        </label>
        <button
          type="button"
          className="quiet icon-only small"
          aria-expanded={help}
          aria-label={t("panel.help", { name: schema.title ?? name })}
          onClick={() => setHelp(!help)}
        >
          <Icon name="question" />
        </button>
      </div>
      {help && (
        <div className="hint">
          <p>{schema.description}</p>
          {schema.default !== undefined && (
            <p>
              {t("panel.default")}: <code>{JSON.stringify(schema.default)}</code>
            </p>
          )}
          {schema.examples?.map((example) => (
            <p key={JSON.stringify(example)}>
              {t("panel.example")}: <code>{typeof example === "string" ? example : JSON.stringify(example)}</code>
            </p>
          ))}
        </div>
      )}
      <FieldInput id={id} name={name} schema={schema} value={value} onChange={onChange} path={path} />
      {own.map(({ message, severity, help: remedy, source, position }) => (
        <div key={message} className={`field-${severity}`}>
          <p>{message}</p>
          {source !== undefined && position && !source.includes("\n") && (
            <pre className="caret">
              {source}
              {"\n"}
              {" ".repeat(Math.max(0, position.column - 1))}^
            </pre>
          )}
          {remedy && <p className="hint">{remedy}</p>}
        </div>
      ))}
    </div>
  );
}

/** A mistake is shown at the field it points at, or at the nearest one around it. */
function belongs(field: string | undefined, path: string): boolean {
  if (field === undefined) return false;
  const own = path.replace(/^settings\//, "");
  return field === own || (field.startsWith(`${own}/`) && !own.includes("/"));
}
