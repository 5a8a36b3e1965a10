import schema from "../../../../docs/reference/flow.schema.json" with { type: "json" };
import type { Json } from "../document/flow-document.ts";
import type { SettingSchema } from "../document/spec.ts";
import { useText } from "../i18n/text.ts";

type Options = { readonly [name: string]: Json };

const OPTIONS = (schema.properties.options as unknown as SettingSchema).properties ?? {};

interface Props {
  readonly options: Options;
  readonly onChange: (name: string, value: Json | undefined) => void;
}

/** A flow's options, drawn from the published schema: what is not set has the default. */
export function OptionsTable({ options, onChange }: Props) {
  const t = useText();
  return (
    <div className="options">
      {Object.entries(OPTIONS).map(([name, option]) => (
        <div className="field" key={name}>
          <label htmlFor={`option-${name}`}>{option.title ?? name}</label>
          <OptionInput name={name} option={option} value={options[name]} onChange={(value) => onChange(name, value)} />
          <p className="hint">
            {option.description}{" "}
            {option.default !== undefined && t("settings.default", { value: JSON.stringify(option.default) })}
          </p>
        </div>
      ))}
    </div>
  );
}

interface InputProps {
  readonly name: string;
  readonly option: SettingSchema;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

function OptionInput({ name, option, value, onChange }: InputProps) {
  const id = `option-${name}`;
  const choices = option.enum;
  if (choices)
    return (
      <select
        id={id}
        value={value === undefined ? "" : String(value)}
        onChange={({ target }) => onChange(target.value || undefined)}
      >
        <option value="" />
        {choices.map((choice) => (
          <option key={String(choice)}>{String(choice)}</option>
        ))}
      </select>
    );
  const list = option.type === "array";
  const text = Array.isArray(value) ? value.join(", ") : value === undefined ? "" : String(value);
  return (
    <input
      id={id}
      placeholder={option.default === undefined ? "" : String(option.default)}
      defaultValue={text}
      key={text}
      onBlur={({ target }) => {
        const given = target.value.trim();
        if (given === text) return;
        const items = given.split(",").flatMap((item) => item.trim() || []);
        onChange(given === "" ? undefined : list ? items : given);
      }}
    />
  );
}
