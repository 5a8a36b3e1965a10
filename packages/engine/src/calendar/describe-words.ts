/** The languages that schedules are described in. */
export type DescriptionLanguage = "en" | "nl";

/** The words of one language for schedules. */
export interface Words {
  readonly and: string;
  readonly weekdays: readonly string[];
  readonly months: readonly string[];
  readonly nth: readonly string[];
  every(count: number, unit: "second" | "minute" | "hour" | "day"): string;
  atTimes(times: string): string;
  pastHour(minutes: string): string;
  inMinutes(minutes: string): string;
  atSeconds(seconds: string): string;
  inHours(hours: string): string;
  fromTo(from: string, to: string): string;
  readonly everyDay: string;
  onWeekdays(days: string): string;
  to(first: string, last: string): string;
  onNth(nth: string, day: string): string;
  lastDay(offset: number): string;
  readonly lastWorkday: string;
  nearestWorkday(day: string): string;
  onDates(days: string): string;
  or(left: string, right: string): string;
  inMonths(months: string): string;
  inYears(years: string): string;
}

const english: Words = {
  and: "and",
  weekdays: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  months: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  nth: ["last", "first", "second", "third", "fourth", "fifth"],
  every: (count, unit) => (count === 1 ? `every ${unit}` : `every ${count} ${unit}s`),
  atTimes: (times) => `at ${times}`,
  pastHour: (minutes) => `at minute ${minutes} of every hour`,
  inMinutes: (minutes) => `at minute ${minutes}`,
  atSeconds: (seconds) => `at second ${seconds}`,
  inHours: (hours) => `in hour ${hours}`,
  fromTo: (from, to) => `from ${from} to ${to}`,
  everyDay: "every day",
  onWeekdays: (days) => `on ${days}`,
  to: (first, last) => `${first} to ${last}`,
  onNth: (nth, day) => `on the ${nth} ${day} of the month`,
  lastDay: (offset) =>
    offset === 0
      ? "on the last day of the month"
      : `${offset} ${offset === 1 ? "day" : "days"} before the last day of the month`,
  lastWorkday: "on the last weekday (Monday to Friday) of the month",
  nearestWorkday: (day) => `on the weekday (Monday to Friday) nearest to ${day} of the month`,
  onDates: (days) => `on day ${days} of the month`,
  or: (left, right) => `${left} or ${right}`,
  inMonths: (months) => `in ${months}`,
  inYears: (years) => `in ${years}`,
};

const dutch: Words = {
  and: "en",
  weekdays: ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
  months: [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
  ],
  nth: ["laatste", "eerste", "tweede", "derde", "vierde", "vijfde"],
  every(count, unit) {
    const [one, many] = {
      second: ["seconde", "seconden"],
      minute: ["minuut", "minuten"],
      hour: ["uur", "uur"],
      day: ["dag", "dagen"],
    }[unit];
    return count === 1 ? `${unit === "hour" ? "elk" : "elke"} ${one}` : `elke ${count} ${many}`;
  },
  atTimes: (times) => `om ${times}`,
  pastHour: (minutes) => `op minuut ${minutes} van elk uur`,
  inMinutes: (minutes) => `op minuut ${minutes}`,
  atSeconds: (seconds) => `op seconde ${seconds}`,
  inHours: (hours) => `in uur ${hours}`,
  fromTo: (from, to) => `van ${from} tot en met ${to}`,
  everyDay: "elke dag",
  onWeekdays: (days) => `op ${days}`,
  to: (first, last) => `${first} tot en met ${last}`,
  onNth: (nth, day) => `op de ${nth} ${day} van de maand`,
  lastDay: (offset) =>
    offset === 0
      ? "op de laatste dag van de maand"
      : `${offset} ${offset === 1 ? "dag" : "dagen"} voor de laatste dag van de maand`,
  lastWorkday: "op de laatste werkdag (maandag tot en met vrijdag) van de maand",
  nearestWorkday: (day) => `op de werkdag (maandag tot en met vrijdag) het dichtst bij ${day} van de maand`,
  onDates: (days) => `op dag ${days} van de maand`,
  or: (left, right) => `${left} of ${right}`,
  inMonths: (months) => `in ${months}`,
  inYears: (years) => `in ${years}`,
};

export const WORDS: { readonly [language in DescriptionLanguage]: Words } = { en: english, nl: dutch };
