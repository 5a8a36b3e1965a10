import { useMemo } from "react";
import { useSettings } from "../app/settings.ts";

/** Times, lengths and numbers as the reader's language writes them. */
export interface Formats {
  instant(iso: string | null | undefined): string;
  ago(iso: string | null | undefined): string;
  duration(ms: number): string;
  number(value: number): string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function useFormats(): Formats {
  const { language } = useSettings();
  return useMemo(() => formatsOf(language), [language]);
}

/** The formats of a language. */
export function formatsOf(language: "en" | "nl"): Formats {
  const locale = language === "nl" ? "nl-NL" : "en-GB";
  const instants = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const numbers = new Intl.NumberFormat(locale);
  return {
    instant: (iso) => (iso ? instants.format(new Date(iso)) : "–"),
    ago(iso) {
      if (!iso) return "–";
      const ms = Date.parse(iso) - Date.now();
      const size = Math.abs(ms);
      if (size < MINUTE) return relative.format(Math.round(ms / 1_000), "second");
      if (size < HOUR) return relative.format(Math.round(ms / MINUTE), "minute");
      if (size < DAY) return relative.format(Math.round(ms / HOUR), "hour");
      return relative.format(Math.round(ms / DAY), "day");
    },
    duration(ms) {
      if (ms < 1_000) return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
      if (ms < MINUTE) return `${numbers.format(Number((ms / 1_000).toFixed(1)))} s`;
      if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
      const hour = language === "nl" ? "u" : "h";
      if (ms < DAY) return `${Math.floor(ms / HOUR)} ${hour} ${Math.floor((ms % HOUR) / MINUTE)} min`;
      return `${Math.floor(ms / DAY)} d ${Math.floor((ms % DAY) / HOUR)} ${hour}`;
    },
    number: (value) => numbers.format(value),
  };
}
