import { useText } from "../i18n/text.ts";
import { type ShownMessage, textOf } from "./message-diff.ts";

interface Props {
  readonly state: { readonly message: ShownMessage; readonly properties?: { readonly [name: string]: unknown } };
}

/** A message: its body, its headers, and the properties beside it. Secrets do not show: the server took them out. */
export function MessageView({ state: { message, properties = {} } }: Props) {
  const t = useText();
  const body = textOf(message.body);
  return (
    <div className="message">
      <h3>{t("run.body")}</h3>
      {body === "" ? <p className="hint">{t("run.emptyBody")}</p> : <pre className="caret body">{body}</pre>}
      <Named title={t("run.headers")} values={message.headers} />
      <Named title={t("run.properties")} values={properties} />
    </div>
  );
}

function Named({ title, values }: { readonly title: string; readonly values: { readonly [name: string]: unknown } }) {
  const entries = Object.entries(values);
  if (entries.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <dl className="named">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{textOf(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
