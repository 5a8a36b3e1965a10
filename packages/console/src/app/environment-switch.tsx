import { useText } from "../i18n/text.ts";
import { choose, useEnvironment } from "./settings.ts";

export const ENVIRONMENTS = ["test", "production"] as const;
export type Environment = (typeof ENVIRONMENTS)[number];

/** Test | Production: always in sight, each in its colour, so that nobody takes one for the other. */
export function EnvironmentSwitch() {
  const t = useText();
  const environment = useEnvironment();
  return (
    <fieldset className="environment">
      <legend className="sr-only">{t("environment")}</legend>
      {ENVIRONMENTS.map((name) => (
        <label key={name} className={name === environment ? `chosen ${name}` : name}>
          <input
            type="radio"
            name="environment"
            checked={name === environment}
            onChange={() => choose({ environment: name })}
          />
          {t(`environment.${name}`)}
        </label>
      ))}
    </fieldset>
  );
}
