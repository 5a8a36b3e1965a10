import type { FlowDocument, Json } from "../document/flow-document.ts";
import { type Difference, semanticDiff } from "../document/semantic-diff.ts";
import { useText } from "../i18n/text.ts";

/** What differs in meaning between two documents, as a reader would tell it. */
export function DiffView({
  before,
  after,
  same,
}: {
  readonly before: FlowDocument;
  readonly after: FlowDocument;
  readonly same: string;
}) {
  const t = useText();
  const differences = semanticDiff(before, after);
  if (differences.length === 0) return <p className="soft">{same}</p>;
  return (
    <ul className="diff">
      {differences.map((difference) => (
        <li key={`${difference.what} ${difference.name} ${difference.kind} ${difference.field ?? ""}`}>
          <span className={`badge ${COLOURS[difference.kind]}`}>{t(`diff.${difference.kind}`)}</span>
          <span>
            {difference.what === "flow" ? t("diff.flow") : t(`diff.${difference.what}`, { name: difference.name })}
            {difference.field !== undefined && difference.field !== difference.name && <code> {difference.field}</code>}
          </span>
          <Values {...difference} />
        </li>
      ))}
    </ul>
  );
}

const COLOURS = { added: "good", removed: "bad", changed: "info" } as const;

function Values({ kind, before, after, what }: Difference) {
  if (what === "link" && kind !== "changed") return null;
  return (
    <div className="values">
      {kind !== "added" && before !== undefined && <pre className="before">{textOf(before)}</pre>}
      {kind !== "removed" && after !== undefined && <pre className="after">{textOf(after)}</pre>}
    </div>
  );
}

/** A value as text; scripts are lists of lines. */
export function textOf(value: Json): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return value.join("\n");
  return JSON.stringify(value, null, 2);
}
