import {
  asMortiseError,
  type Components,
  type Environment,
  type Json,
  type Languages,
  type Mistake,
  type ScriptRunner,
  toMistake,
} from "@mortise/contract";
import { parseCron } from "../calendar/parse-cron.ts";
import { compileSchedule, type ScheduleSettings } from "../calendar/schedule.ts";
import { isTimeZone } from "../calendar/zone.ts";
import { embedNodeFiles } from "../document/embed-files.ts";
import type { GraphNode } from "../document/graph.ts";
import type { Mistakes } from "../document/mistakes.ts";
import { compileSettings } from "../plan/settings.ts";
import type { CheckedFlow, Neighbourhood } from "./checked-flow.ts";
import { refuseNotations } from "./script-notations.ts";

/** What a flow is checked with. */
export interface CheckContext extends Neighbourhood {
  readonly components: Components;
  readonly languages: Languages;
  readonly scripts?: Pick<ScriptRunner, "check"> | undefined;
  /** Where it is to run: a property that is used must have a value there. Absent: what holds everywhere. */
  readonly environment?: Environment | undefined;
  /** Names of the secret properties that have a value there; absent: not looked at. */
  readonly givenSecrets?: Iterable<string> | undefined;
  /** Reads a script file beside the flow. */
  readonly readFile?: ((name: string) => string) | undefined;
  /** The shortest interval of a repeater, in milliseconds. Defaults to 10,000. */
  readonly minInterval?: number | undefined;
}

/** Compiles every expression and script of a node and reads its schedule; gives the names of properties it was asked for. */
export function checkSettings(
  flow: CheckedFlow,
  node: GraphNode,
  context: CheckContext,
  mistakes: Mistakes,
): ReadonlySet<string> {
  const asked = new Set<string>();
  const { spec } = node;
  if (!spec) return asked;
  const written = embedded(node, context, mistakes);
  const known = new Set(mistakes.list().map(({ pointer }) => pointer));
  const compiled = compileSettings(spec.settings, written as Json, {
    nodeId: node.node.id,
    pointer: flow.pointerOf(node),
    languages: context.languages,
    property: (name) => {
      asked.add(name);
      return propertyText(flow, name, context.environment);
    },
    checkScript: (script) => {
      refuseNotations(script.source);
      context.scripts?.check(script);
    },
  });
  for (const mistake of compiled.mistakes) {
    if (!isKnown(mistake, known)) mistakes.push(mistake);
  }
  const texts = flow.leavesOf(node).filter(({ value }) => typeof value === "string");
  const filled = texts.map((leaf) => ({ ...leaf, text: resolved(flow, leaf.value as string, context) }));
  for (const { schema, text, pointer } of filled) {
    if (text !== undefined) checkText(schema.kind, text, { nodeId: node.node.id, pointer }, mistakes);
  }
  const isResolved = filled.every(({ text }) => text !== undefined);
  if (spec.trigger === "schedule" && isResolved) checkSchedule(flow, node, compiled.values, context, mistakes);
  return asked;
}

/** The value of a property there, or any it has: for what an expression looks like, one is as good as another. */
function propertyText({ properties }: CheckedFlow, name: string, environment: Environment = "test"): string {
  const property = properties.get(name);
  if (!property || "secret" in property) return "";
  return property[environment] ?? property.test ?? property.production ?? "";
}

/** A text with its properties filled in; undefined when one has no value there, which is a mistake of its own. */
function resolved(flow: CheckedFlow, value: string, { environment }: CheckContext): string | undefined {
  const text = value.replace(
    /#\{([\w.-]+)\}/g,
    (whole, name: string) => propertyText(flow, name, environment) || whole,
  );
  return /#\{[\w.-]+\}/.test(text) ? undefined : text;
}

function embedded(node: GraphNode, { readFile }: CheckContext, mistakes: Mistakes): unknown {
  const settings = node.node.settings ?? {};
  if (!readFile) return settings;
  try {
    return embedNodeFiles(node.node, node.index, readFile).settings ?? {};
  } catch (error) {
    mistakes.push(toMistake(asMortiseError(error)));
    return settings;
  }
}

/** What the document's schema already says of a setting, or of a part of it, is not said again. */
function isKnown({ pointer = "" }: Mistake, known: ReadonlySet<string | undefined>): boolean {
  return [...known].some((other) => other !== undefined && (other === pointer || other.startsWith(`${pointer}/`)));
}

function checkText(kind: unknown, value: string, place: { nodeId: string; pointer: string }, mistakes: Mistakes): void {
  if (kind === "timeZone" && !isTimeZone(value)) mistakes.add("FLOW_SETTINGS_INVALID", unknownZone(value), place);
  if (kind !== "cron") return;
  try {
    parseCron(value);
  } catch (error) {
    mistakes.push(toMistake(asMortiseError(error), place));
  }
}

/** The detail of a time zone that nobody knows. */
export function unknownZone(found: string) {
  return { setting: "timeZone", expected: 'a time zone such as "Europe/Amsterdam"', found: JSON.stringify(found) };
}

/** Whatever a schedule's settings do not allow together: its first mistake, unless it is told already. */
function checkSchedule(
  flow: CheckedFlow,
  node: GraphNode,
  values: unknown,
  { minInterval }: CheckContext,
  mistakes: Mistakes,
): void {
  const pointer = flow.pointerOf(node);
  const told = mistakes
    .list()
    .some(
      (mistake) =>
        mistake.severity === "error" &&
        (mistake.pointer === "/options/timeZone" || mistake.pointer?.startsWith(`${pointer}/`)),
    );
  if (told) return;
  try {
    compileSchedule(values as ScheduleSettings, flow.document.options?.timeZone ?? "Europe/Amsterdam", { minInterval });
  } catch (error) {
    const failure = asMortiseError(error);
    mistakes.push(toMistake(failure, { nodeId: node.node.id, pointer: `${pointer}${failure.pointer ?? ""}` }));
  }
}
