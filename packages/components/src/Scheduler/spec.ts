import { Cron, component, Defaulted, Duration, TimeZone, Type } from "@mortise/contract";

export const spec = component({
  type: "Scheduler",
  title: "Scheduler",
  summary: "Starts the flow at the times of a cron expression, or again and again after a fixed interval.",
  remarks: `
Each time at which it fires is computed beforehand as a *nominal instant*. The run of that instant is made exactly
once, however many servers share the database, and \`\${date:now:…}\` and \`LocalDate.now()\` mean that instant, also
when the run starts late: a flow that asks at midnight whether today is the last day of the month gets the right answer.

**Cron.** Quartz' dialect with six or seven fields: seconds, minutes, hours, day of month, month, day of week, year.
\`?\`, \`L\`, \`L-3\`, \`LW\`, \`15W\`, \`6#3\`, \`6L\`, names and ranges are understood; Sunday is day 1. Five fields are
Unix cron, where Sunday is 0 or 7. Steps start anew each hour: \`*/55\` in the minutes fires at :00 and at :55.

**Repeat.** The first run comes when the flow is started, after \`startDelay\`. \`repeatCount\` counts the runs after it:
0 runs once, 5 runs six times, -1 for ever.

**Summer time.** A time that the clock skips in March runs at the first instant after the gap (\`gap\`); a time that the
clock passes twice in October runs the first time (\`fallBack\`).

**Compared with Dovetail.** The cron selector and "Enter cron manually" are both \`cron\`, "Set a repeater" is
\`repeat\`. The time zone can be chosen, a flow can run just once, and \`startDelay\`, \`endDate\`, \`missed\` and
\`overlap\` are new. The message is empty: no headers of a timer have to be removed.
`,
  group: "source",
  kind: "source",
  trigger: "schedule",
  settings: Type.Object(
    {
      method: Defaulted(
        Type.Enum(["cron", "repeat"], {
          title: "Method",
          description: "Whether a cron expression or a fixed interval says when the flow starts.",
          default: "cron",
        }),
      ),
      cron: Type.Optional(
        Cron({
          title: "Cron",
          description: "A Quartz cron expression of six or seven fields, seconds first, or a Unix one of five.",
          examples: ["0 0 0 * * ?", "0 30 10-13 ? * WED,FRI", "0 0 6 LW * ?"],
        }),
      ),
      timeZone: Type.Optional(
        TimeZone({
          title: "Time zone",
          description: "The zone that the cron expression is read in. Defaults to the flow's own.",
          examples: ["Europe/Amsterdam"],
        }),
      ),
      repeatInterval: Type.Optional(
        Duration({
          title: "Repeat interval",
          description: "The time from one start to the next, in milliseconds or as text; 10 seconds or more.",
          examples: ["55m", 3_600_000],
        }),
      ),
      repeatCount: Defaulted(
        Type.Integer({
          title: "Repeat count",
          description: "How often it repeats after the first run; -1 is for ever, 0 runs once.",
          default: -1,
          minimum: -1,
        }),
      ),
      startDelay: Defaulted(
        Duration({
          title: "Start delay",
          description: "How long it waits, after the flow was started, before it fires for the first time.",
          default: 0,
        }),
      ),
      endDate: Type.Optional(
        Type.String({
          title: "End date",
          description: "The date, or date and time, after which it does not fire any more. A date counts to its end.",
          examples: ["2027-12-31", "2027-06-30T18:00"],
          form: "a date, or a date and time",
          pattern: "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})?)?$",
        }),
      ),
      missed: Defaulted(
        Type.Enum(["once", "skip", "all"], {
          title: "Missed runs",
          description:
            "What happens to the times that passed while the server was down: one run for the latest of them, none, or one run each, in order. What is dropped is reported.",
          default: "once",
        }),
      ),
      overlap: Defaulted(
        Type.Enum(["skip", "queue one", "allow"], {
          title: "Overlap",
          description:
            "What happens when it fires while a run is still going: nothing, one run afterwards, or a second run beside it (which needs the flow's `runs: parallel`).",
          default: "skip",
        }),
      ),
      gap: Defaulted(
        Type.Enum(["after", "skip"], {
          title: "Skipped hour",
          description: "Whether a time that the clock skips in spring runs right after the gap or not at all.",
          default: "after",
        }),
      ),
      fallBack: Defaulted(
        Type.Enum(["first", "both"], {
          title: "Repeated hour",
          description: "Whether a time that the clock passes twice in autumn runs the first time or both times.",
          default: "first",
        }),
      ),
    },
    {
      if: { properties: { method: { const: "repeat" } }, required: ["method"] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
      then: { required: ["repeatInterval"] },
      else: { required: ["cron"] },
    },
  ),
  effect: "pure",
});
