import type { Mistake } from "../api/schema.generated.ts";
import { ENVIRONMENTS } from "../app/environment-switch.tsx";
import { choose, useEnvironment } from "../app/settings.ts";
import { useText } from "../i18n/text.ts";
import { fieldOf } from "./use-validation.ts";

interface Props {
  readonly found: { readonly test: readonly Mistake[]; readonly production: readonly Mistake[] } | undefined;
  readonly show: (nodeId: string) => void;
}

/** All mistakes and warnings of the environment that is looked at; each leads to its node. */
export function MistakesList({ found, show }: Props) {
  const t = useText();
  const environment = useEnvironment();
  const mistakes = found?.[environment] ?? [];
  return (
    <section className="mistakes" aria-label={t("canvas.mistakes")}>
      <header>
        {ENVIRONMENTS.map((name) => {
          const errors = found?.[name].filter(({ severity }) => severity === "error").length ?? 0;
          return (
            <button
              key={name}
              type="button"
              className={name === environment ? "small chosen" : "small quiet"}
              aria-pressed={name === environment}
              onClick={() => choose({ environment: name })}
            >
              {t(`environment.${name}`)}
              <span className={errors > 0 ? "badge bad" : "badge good"}>{found ? errors : "…"}</span>
            </button>
          );
        })}
      </header>
      {mistakes.length === 0 ? (
        <p className="hint">
          {found ? t("canvas.noMistakes", { environment: t(`environment.${environment}`) }) : t("loading")}
        </p>
      ) : (
        <ul>
          {mistakes.map((mistake) => {
            const { severity, code, message, help, nodeId, pointer } = mistake;
            return (
              <li key={`${code} ${pointer ?? ""} ${message}`}>
                <button
                  type="button"
                  className="quiet"
                  disabled={nodeId === undefined}
                  onClick={() => nodeId && show(nodeId)}
                >
                  <span className={`badge ${severity}`}>{t(`canvas.${severity}`)}</span>
                  <span>
                    {nodeId && <strong>{nodeId}</strong>} {fieldOf(mistake) && <code>{fieldOf(mistake)}</code>}{" "}
                    {message}
                    {help && <em className="hint"> {help}</em>}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
