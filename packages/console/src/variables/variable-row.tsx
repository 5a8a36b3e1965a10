import { useState } from "react";
import type { Variable } from "../api/schema.generated.ts";
import { Icon } from "../app/icon.tsx";
import { Link } from "../app/link.tsx";
import { addressOfPlace } from "../app/router.ts";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";
import { ValueEditor } from "./value-editor.tsx";

interface Props {
  readonly variable: Variable;
  readonly environment: "test" | "production";
  readonly users: readonly string[];
  readonly mayEdit: boolean;
  readonly remove: () => void;
}

/** One variable; its value is changed where it stands. */
export function VariableRow({ variable, environment, users, mayEdit, remove }: Props) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const [editing, setEditing] = useState(false);
  const { name, tags, createdAt, createdBy } = variable;
  const { value, hasValue, encrypted, updatedAt, updatedBy } = variable[environment];
  return (
    <tr>
      <td>
        <code className="strong">{name}</code>
      </td>
      <td className="value">
        {editing ? (
          <ValueEditor variable={variable} environment={environment} close={() => setEditing(false)} />
        ) : (
          <button type="button" className="quiet show" disabled={!mayEdit} onClick={() => setEditing(true)}>
            <span className="sr-only">{t("var.edit", { name })}: </span>
            {!hasValue ? (
              <em className="soft">{t("noValue")}</em>
            ) : encrypted ? (
              <span className="badge info">
                <Icon name="lock" />
                {t("var.encrypted")}
              </span>
            ) : (
              <span className="clamp mono">{value}</span>
            )}
          </button>
        )}
      </td>
      <td>
        {tags.map((tag) => (
          <span key={tag} className="badge">
            {tag}
          </span>
        ))}
      </td>
      <td title={format.instant(createdAt)}>{format.ago(createdAt)}</td>
      <td>{createdBy}</td>
      <td title={format.instant(updatedAt)}>{format.ago(updatedAt)}</td>
      <td>{updatedBy ?? "–"}</td>
      <td>
        {users.length === 0
          ? "–"
          : users.map((flow) => (
              <div key={flow}>
                <Link href={addressOfPlace({ tenant, item: flow })}>{flow}</Link>
              </div>
            ))}
      </td>
      <td>
        {mayEdit && (
          <button
            type="button"
            className="quiet icon-only small"
            aria-label={`${t("remove")}: ${name}`}
            onClick={remove}
          >
            <Icon name="trash" />
          </button>
        )}
      </td>
    </tr>
  );
}
