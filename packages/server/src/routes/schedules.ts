import { Type } from "@mortise/contract";
import { cronWarnings, describeCron, parseCron, previewSchedule } from "@mortise/engine";
import { readInstant } from "../api/instant.ts";
import { route } from "../api/route.ts";
import { Instant, InstantIn, object } from "../api/schemas.ts";

const Length = Type.Union([Type.Integer({ minimum: 0 }), Type.String({ maxLength: 100 })]);

const Fire = object(
  {
    instant: Instant,
    local: Type.String({ description: "In the schedule's zone, with its offset." }),
    note: Type.Optional(Type.String({ description: "What a change of the clocks does to it." })),
  },
  "PreviewedFire",
);

const Preview = object(
  {
    items: Type.Array(Fire),
    words: Type.Optional(Type.String({ description: "The cron in words." })),
    warnings: Type.Optional(Type.Array(Type.String(), { description: "What it hardly can be meant to say." })),
  },
  "SchedulePreview",
);

export const scheduleRoutes = [
  route({
    method: "POST",
    path: "/schedules/preview",
    id: "previewSchedule",
    tag: "schedules",
    summary: "When a schedule fires",
    role: "viewer",
    body: object({
      method: Type.Optional(Type.Enum(["cron", "repeat"])),
      cron: Type.Optional(Type.String({ maxLength: 500 })),
      repeatInterval: Type.Optional(Length),
      repeatCount: Type.Optional(Type.Integer({ minimum: -1 })),
      startDelay: Type.Optional(Length),
      endDate: Type.Optional(Type.String({ maxLength: 40 })),
      timeZone: Type.Optional(Type.String({ maxLength: 100, description: "Defaults to Europe/Amsterdam." })),
      from: Type.Optional(InstantIn),
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: "Defaults to 20." })),
      gap: Type.Optional(Type.Enum(["after", "skip"], { description: "What becomes of a time that the clock skips." })),
      fallBack: Type.Optional(
        Type.Enum(["first", "both"], { description: "What becomes of a time that comes twice." }),
      ),
      overlap: Type.Optional(Type.Enum(["first", "both"], { description: "Another name of `fallBack`." })),
      language: Type.Optional(Type.Enum(["en", "nl"], { description: "Of the notes and the words." })),
    }),
    answers: { 200: { description: "The fires in order", schema: Preview } },
    handle({ runtime, body }) {
      const { overlap, timeZone = "Europe/Amsterdam", ...schedule } = body;
      // A local time is read in the schedule's zone, so only what is an instant by itself is read here.
      const from =
        typeof body.from === "string" && !/(Z|[+-]\d{2}:?\d{2})$/i.test(body.from)
          ? body.from
          : readInstant(body.from, "/from");
      const fires = previewSchedule({
        ...schedule,
        timeZone,
        from: from ?? runtime.clock.now(),
        fallBack: body.fallBack ?? overlap,
      });
      const cron = body.method === "repeat" ? undefined : body.cron;
      return {
        items: fires.map((fire) => ({ ...fire, instant: new Date(fire.instant).toISOString() })),
        ...(cron === undefined
          ? {}
          : {
              words: describeCron(cron, body.language),
              warnings: cronWarnings(parseCron(cron)).map(({ message }) => message),
            }),
      };
    },
  }),
];
