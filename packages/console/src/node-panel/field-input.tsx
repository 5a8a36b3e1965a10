import type { Json } from "../document/flow-document.ts";
import type { SettingSchema } from "../document/spec.ts";
import { useText } from "../i18n/text.ts";
import { useForm } from "./context.ts";
import { CronField } from "./fields/cron-field.tsx";
import { ExpressionField } from "./fields/expression-field.tsx";
import { ListField } from "./fields/list-field.tsx";
import { MapField } from "./fields/map-field.tsx";
import { ScriptField } from "./fields/script-field.tsx";
import { TextField } from "./fields/text-field.tsx";
import { TimeZoneField } from "./fields/time-zone-field.tsx";
import { choicesOf, kindOf } from "./kinds.ts";
import { SettingsForm } from "./settings-form.tsx";

export interface InputProps {
  readonly id: string;
  readonly name: string;
  readonly schema: SettingSchema;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  readonly path: string;
}

/** The input of a setting, chosen by its schema and by nothing else. */
export function FieldInput(props: InputProps) {
  const t = useText();
  const { readOnly } = useForm();
  const { id, schema, value, onChange, path } = props;
  switch (kindOf(schema)) {
    case "expression":
    case "predicate":
      return <ExpressionField {...props} />;
    case "source":
      return <ScriptField {...props} />;
    case "cron":
      return <CronField {...props} />;
    case "timeZone":
      return <TimeZoneField {...props} />;
    case "list":
      return <ListField {...props} />;
    case "map":
      return <MapField {...props} />;
    case "object":
      return (
        <fieldset className="nested">
          <SettingsForm
            schema={schema}
            value={(value as { [name: string]: Json } | undefined) ?? {}}
            path={path}
            onChange={(name, next) => onChange(withField(value, name, next))}
          />
        </fieldset>
      );
    case "boolean":
      return (
        <select
          id={id}
          disabled={readOnly}
          value={value === undefined ? "" : String(value)}
          onChange={({ target }) => onChange(target.value === "" ? undefined : target.value === "true")}
        >
          <option value="">
            {t("panel.standard")}
            {typeof schema.default === "boolean" && `: ${t(schema.default ? "yes" : "no")}`}
          </option>
          <option value="true">{t("yes")}</option>
          <option value="false">{t("no")}</option>
        </select>
      );
    case "choice":
      return (
        <select
          id={id}
          disabled={readOnly}
          value={value === undefined ? "" : String(value)}
          onChange={({ target }) => onChange(target.value === "" ? undefined : target.value)}
        >
          <option value="">
            {schema.default === undefined ? "–" : `${t("panel.standard")}: ${String(schema.default)}`}
          </option>
          {choicesOf(schema).map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      );
    case "number":
      return (
        <input
          id={id}
          type="number"
          disabled={readOnly}
          min={schema.minimum}
          max={schema.maximum}
          placeholder={schema.default === undefined ? "" : String(schema.default)}
          value={typeof value === "number" ? value : ""}
          onChange={({ target }) => onChange(target.value === "" ? undefined : Number(target.value))}
        />
      );
    case "duration":
      return (
        <input
          id={id}
          disabled={readOnly}
          placeholder={schema.default === undefined ? "20s, 5m, 1 week" : String(schema.default)}
          value={value === undefined ? "" : String(value)}
          onChange={({ target }) => onChange(durationOf(target.value))}
        />
      );
    case "json":
      return <JsonInput {...props} />;
    default:
      return <TextField {...props} />;
  }
}

/** What no input fits is written as JSON. */
function JsonInput({ id, value, onChange }: InputProps) {
  const { readOnly } = useForm();
  return (
    <textarea
      id={id}
      className="mono"
      rows={3}
      disabled={readOnly}
      defaultValue={value === undefined ? "" : JSON.stringify(value, null, 2)}
      onBlur={({ target }) => {
        try {
          onChange(target.value.trim() === "" ? undefined : (JSON.parse(target.value) as Json));
        } catch {
          // Plain text needs no quotes.
          onChange(target.value);
        }
      }}
    />
  );
}

function withField(value: Json | undefined, name: string, next: Json | undefined): Json | undefined {
  const { [name]: _, ...rest } = (value as { [name: string]: Json } | undefined) ?? {};
  const changed = next === undefined ? rest : { ...(value as object), [name]: next };
  return Object.keys(changed).length === 0 ? undefined : (changed as Json);
}

function durationOf(text: string): Json | undefined {
  if (text.trim() === "") return undefined;
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
}
