import { useText } from "../i18n/text.ts";
import { Icon } from "./icon.tsx";
import { choose, useSettings } from "./settings.ts";

const THEMES = ["auto", "light", "dark"] as const;

/** Language and theme. */
export function ReaderMenus() {
  const t = useText();
  const { language, theme } = useSettings();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "auto";
  return (
    <>
      <button
        type="button"
        className="quiet"
        lang={language === "en" ? "nl" : "en"}
        onClick={() => choose({ language: language === "en" ? "nl" : "en" })}
      >
        {language === "en" ? "Nederlands" : "English"}
      </button>
      <button
        type="button"
        className="quiet icon-only"
        aria-label={t("theme", { theme: t(`theme.${theme}`) })}
        title={t("theme", { theme: t(`theme.${theme}`) })}
        onClick={() => choose({ theme: next })}
      >
        <Icon name="sun" />
      </button>
    </>
  );
}
