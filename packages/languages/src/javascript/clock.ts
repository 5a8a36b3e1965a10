/** What QuickJS lacks and the machine's own `Intl` has, for dates and numbers. */
const offsets = new Map<string, Intl.DateTimeFormat>();

/** Minutes east of Greenwich of a zone at an instant. */
export function zoneOffset(timeZone: string, ms: number): number {
  let format = offsets.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
    offsets.set(timeZone, format);
  }
  const name = format.formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours = "0", minutes = "0", seconds = "0"] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(name) ?? [];
  const size = Number(hours) * 60 + Number(minutes) + Number(seconds) / 60;
  return sign === "-" ? -size : size;
}

/** A date or number as people of a locale write it; `args` is JSON of locales and options. */
export function formatLocale(kind: string, value: number, args: string, timeZone: string): string {
  const [locales, given] = JSON.parse(args) as [string | string[] | null, Intl.DateTimeFormatOptions | null];
  // The machine's own language would make flows differ from server to server.
  const tags = locales ?? "en-US";
  if (kind === "number") return value.toLocaleString(tags, (given ?? {}) as Intl.NumberFormatOptions);
  const options = { timeZone, ...given };
  const date = new Date(value);
  if (kind === "date") return date.toLocaleString(tags, options);
  if (kind === "day") return date.toLocaleDateString(tags, options);
  return kind === "time" ? date.toLocaleTimeString(tags, options) : new Intl.DateTimeFormat(tags, options).format(date);
}
