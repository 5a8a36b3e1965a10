import { type AlarmNews, type AlarmRecord, redactFields } from "@mortise/contract";

/** What kinds of events are called among people. One that is not here goes by its own name. */
const TITLES: { readonly [kind: string]: string } = {
  "run.failed": "A run failed",
  "run.in-doubt": "A call is in doubt",
  "run.error-route-failed": "An error route failed",
  "fire.dropped": "A scheduled run was dropped",
  "schedule.missed-fire": "A scheduled run is missing",
  "grant.in-doubt": "A refresh token is in doubt",
  "grant.needs-consent": "A grant needs a person's consent",
  "grant.orphaned": "Tokens of a grant came too late",
  "grant.dies": "A grant is about to end",
  "database.away": "The database could not be reached",
};

/** News as people read it: one line that says what and whose, and the whole of it. */
export interface AlarmText {
  readonly subject: string;
  readonly text: string;
}

/** Words the news for people. */
export function alarmText({ alarm, what, since }: AlarmNews, server: string): AlarmText {
  const title = TITLES[alarm.kind] ?? alarm.kind;
  const subject = [headOf(what, title, since), placeOf(alarm)].filter(Boolean).join(": ");
  const lines = [
    textOf(alarm.message),
    "",
    ...countLines(alarm, what, since),
    "",
    ...Object.entries({
      tenant: alarm.tenant,
      flow: alarm.flow,
      environment: alarm.environment,
      node: alarm.nodeId,
      error: alarm.code,
      run: alarm.runId,
      alarm: alarm.id,
      server,
    }).flatMap(([name, value]) => (value ? [`${`${name}:`.padEnd(13)}${value}`] : [])),
  ];
  return { subject, text: lines.join("\n") };
}

/** The alarm's message once more without the values of secret-looking fields: it leaves the house. */
export function textOf(message: string): string {
  return redactFields(message);
}

function headOf(what: AlarmNews["what"], title: string, since: number): string {
  if (what === "over") return `Quiet again: ${title.toLowerCase()}`;
  return what === "repeated" ? `${title} (${since} more)` : title;
}

function placeOf({ tenant, flow, environment }: AlarmRecord): string {
  return [tenant, flow, environment].filter(Boolean).join(" / ");
}

function countLines({ count, firstAt, lastAt }: AlarmRecord, what: AlarmNews["what"], since: number): string[] {
  const [first, last] = [new Date(firstAt).toISOString(), new Date(lastAt).toISOString()];
  if (what === "over") return [`It happened ${count} times between ${first} and ${last}, and not since.`];
  if (what === "repeated")
    return [`It goes on: ${since} times since the last message, ${count} times since ${first}; the latest at ${last}.`];
  return [count === 1 ? `At ${first}.` : `${count} times since ${first}; the latest at ${last}.`];
}
