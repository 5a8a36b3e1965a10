import type { GClass } from "../../runtime/class.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define, defineFields } from "../define.ts";

export const LOCALE = declare("java.util.Locale", OBJECT);

/** `java.util.Locale`: a language and a country. */
export class Locale extends GObject {
  readonly language: string;
  readonly country: string;

  constructor(language: string, country = "") {
    super();
    this.language = language.toLowerCase();
    this.country = country.toUpperCase();
  }

  override get cls(): GClass {
    return LOCALE;
  }

  override keyText(): string {
    return `L${this.text()}`;
  }

  override text(): string {
    return this.country ? `${this.language}_${this.country}` : this.language;
  }

  /** As JavaScript's Intl names it; English where it knows no such language. */
  get tag(): string {
    if (!/^[a-z]{2,3}$/.test(this.language)) return "en-US";
    return /^[A-Z]{2}$/.test(this.country) ? `${this.language}-${this.country}` : this.language;
  }
}

/** The locale where none is named: what the corpus of real scripts was run under. */
export const DEFAULT_LOCALE = new Locale("en", "US");

/** A locale from `nl-NL`. */
export function localeOfTag(tag: string): Locale {
  const [language = "", ...rest] = tag.replaceAll("_", "-").split("-");
  return new Locale(language, rest.find((one) => /^[A-Za-z]{2}$/.test(one)) ?? "");
}

/** The signs that numbers are written with. */
export interface NumberSigns {
  readonly decimal: string;
  readonly group: string;
}

const signs = new Map<string, NumberSigns>();

export function numberSigns(locale: Locale): NumberSigns {
  let found = signs.get(locale.tag);
  if (!found) {
    const parts = new Intl.NumberFormat(locale.tag, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(
      1234567.5,
    );
    const part = (type: string, otherwise: string) => parts.find((one) => one.type === type)?.value ?? otherwise;
    found = { decimal: part("decimal", "."), group: part("group", ",") };
    signs.set(locale.tag, found);
  }
  return found;
}

define<Locale>(LOCALE, [
  ["new(String language)", "new Locale('nl').language", (_run, _self, language: string) => new Locale(language)],
  [
    "new(String language, String country)",
    "new Locale('nl', 'NL').toString()",
    (_run, _self, language: string, country: string) => new Locale(language, country),
  ],
  [
    "static Locale of(String language)",
    "new Locale('nl').toString()",
    (_run, _self, language: string) => new Locale(language),
  ],
  [
    "static Locale forLanguageTag(String tag)",
    "Locale.forLanguageTag('nl-NL').country",
    (_run, _self, tag: string) => localeOfTag(tag),
  ],
  ["static Locale getDefault()", "Locale.getDefault().toString()", () => DEFAULT_LOCALE],
  ["String getLanguage()", "Locale.US.language", (_run, self) => self.language],
  ["String getCountry()", "Locale.US.country", (_run, self) => self.country],
  [
    "String toLanguageTag()",
    "Locale.US.toLanguageTag()",
    (_run, self) => (self.country ? `${self.language}-${self.country}` : self.language),
  ],
  [
    "String getDisplayLanguage()",
    "Locale.GERMANY.displayLanguage",
    (_run, self) => new Intl.DisplayNames("en", { type: "language" }).of(self.language) ?? self.language,
  ],
  [
    "String getDisplayCountry()",
    "Locale.GERMANY.displayCountry",
    (_run, self) =>
      self.country ? (new Intl.DisplayNames("en", { type: "region" }).of(self.country) ?? self.country) : "",
  ],
]);

const constants: Readonly<Record<string, readonly [string, string?]>> = {
  US: ["en", "US"],
  UK: ["en", "GB"],
  CANADA: ["en", "CA"],
  ENGLISH: ["en"],
  GERMANY: ["de", "DE"],
  GERMAN: ["de"],
  FRANCE: ["fr", "FR"],
  FRENCH: ["fr"],
  ITALY: ["it", "IT"],
  ITALIAN: ["it"],
  JAPAN: ["ja", "JP"],
  CHINA: ["zh", "CN"],
  ROOT: ["", ""],
};
const fields: Record<string, Obj> = Object.create(null);
for (const [name, [language, country]] of Object.entries(constants)) fields[name] = new Locale(language, country);
defineFields(LOCALE, fields);
