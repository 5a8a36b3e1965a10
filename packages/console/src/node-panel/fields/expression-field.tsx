import { lazy, Suspense, useState } from "react";
import { useText } from "../../i18n/text.ts";
import { useForm } from "../context.ts";
import type { InputProps } from "../field-input.tsx";
import { QuickInsert } from "../quick-insert.tsx";
import { TryOut } from "../try-out.tsx";
import { useCompletions } from "../use-completions.ts";
import { LANGUAGES, type Language, readExpression, writeExpression } from "../written.ts";
import { VariableValues } from "./text-field.tsx";

const CodeEditor = lazy(async () => ({ default: (await import("../../editor/code-editor.tsx")).CodeEditor }));

const MODES = { groovy: "groovy", javascript: "javascript", jexl: "javascript", simple: "simple" } as const;

/** An expression or a condition: its language, its text, and a way to try it on a message. */
export function ExpressionField({ id, schema, value, onChange, path }: InputProps) {
  const t = useText();
  const { readOnly } = useForm();
  const [trying, setTrying] = useState(false);
  const written = readExpression(value);
  const completions = useCompletions(written.language);
  const { language, source } = written;
  return (
    <div className="expression">
      <div className="with-insert">
        <Suspense fallback={<input id={id} className="mono" readOnly value={source} />}>
          <CodeEditor
            value={source}
            onChange={(next) => onChange(writeExpression({ language, source: next }))}
            mode={MODES[language as keyof typeof MODES] ?? "text"}
            label={schema.title ?? path}
            readOnly={readOnly}
            completions={completions}
          />
        </Suspense>
        {!readOnly && (
          <QuickInsert
            headers={language === "simple"}
            insert={(piece) => onChange(writeExpression({ language, source: source + piece }))}
          />
        )}
      </div>
      <div className="row tight">
        <select
          className="small"
          aria-label={t("panel.language", { name: schema.title ?? path })}
          disabled={readOnly}
          value={language}
          onChange={({ target }) => onChange(writeExpression({ language: target.value as Language, source }))}
        >
          {LANGUAGES.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <button type="button" className="small quiet" aria-expanded={trying} onClick={() => setTrying(!trying)}>
          {t("panel.validate")}
        </button>
      </div>
      {trying && (
        <TryOut language={language} source={source} mode={schema.kind === "predicate" ? "predicate" : "expression"} />
      )}
      {schema.names === "tenantVariable" && <VariableValues name={source} />}
    </div>
  );
}
