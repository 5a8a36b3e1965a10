import type { Static, TObject, TSchema } from "typebox";
import type { Exchange } from "./exchange.ts";
import type { Effect } from "./expression.ts";
import type { Message } from "./message.ts";
import type { Services } from "./ports/services.ts";
import type { SettingNames } from "./settings.ts";

/** A header that a component reads or writes, with a sentence each. */
export type HeaderDocs = { readonly [name: string]: string };

/** What a node offers besides its form; the console draws it as a button. */
export interface Action {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/**
 * What a component is: data only, so that the server can send it, the CLI print it, and the JSON Schema, the
 * console's form and the README be made from it.
 */
export interface Spec<Settings extends TObject = TObject> {
  /** As flow files spell it, and the name of the component's folder. */
  readonly type: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** More, in Markdown: remarks, traps, how it compares with Dovetail's. */
  readonly remarks?: string;
  readonly group: "source" | "variables" | "message" | "routing" | "endpoint" | "script" | "error";
  readonly kind: "source" | "processor";
  /** Which sources the engine starts by itself: fired by the calendar, called by HTTP, or entered by a failed exchange. */
  readonly trigger?: "schedule" | "http" | "failure" | "link";
  readonly settings: Settings;
  /** Named outputs besides `out`; `each` makes one per item of a setting's list, by its `name`. */
  readonly outputs?: readonly string[] | { readonly each: string; readonly also: readonly string[] };
  /** The strongest thing it does; its expressions can only strengthen it. */
  readonly effect: Effect;
  /** For an external component: may it be sent again when its outcome is unknown? By the value of a setting; absent: never. */
  readonly repeatable?: { readonly setting: string; readonly values: readonly string[] };
  /** Each of its nodes has a grant of its own, made when a version is installed. */
  readonly grant?: true;
  readonly reads?: HeaderDocs;
  readonly writes?: HeaderDocs;
  readonly actions?: readonly Action[];
}

/** The messages that a split makes, in order. Where their number is known before, each of them is told. */
export type SplitParts = (Iterable<Message> | AsyncIterable<Message>) & { readonly size?: number | undefined };

/**
 * How a node ends. Nothing: the message goes on along `out`. `split`: each of these goes along `parts`, in order or
 * side by side, and then the message goes on along `out`; they are made as they are asked for. Failure is a throw.
 */
export type Outcome =
  | undefined
  | { readonly output: string }
  | { readonly stop: string }
  | { readonly split: SplitParts; readonly parallel?: boolean };

/** Takes the ends of the parts of one split, in their order, and makes of them what goes on along `out`. */
export interface Join {
  /** The message at the end of a part's path, and which part it is. One that failed is left out. */
  add(part: Message, index: number): void;
  /** All parts have ended. */
  end(): void;
}

/**
 * What a component does with one exchange. `settings` are compiled: expressions, durations in ms, properties
 * resolved, defaults filled in. The flow's `options.timeout` cuts it, unless its effect is `external`: a call outside
 * bounds itself, so that a token call is never cut.
 */
export type Run<S extends Spec<TObject>> = (
  exchange: Exchange,
  settings: Static<S["settings"]>,
  services: Services,
) => Outcome | Promise<Outcome> | void | Promise<void>;

/** What becomes of the ends of the parts, beside the `run` of a component that splits. */
export type Joining<S extends Spec<TObject>> = (
  exchange: Exchange,
  settings: Static<S["settings"]>,
) => Join | undefined;

/** A loaded component. A source has no `run`. */
export interface Component {
  readonly spec: Spec;
  readonly run?: (
    exchange: Exchange,
    settings: never,
    services: Services,
  ) => Outcome | Promise<Outcome> | void | Promise<void>;
  /** What a component that splits makes of the ends of its parts; nothing: the message goes on as it was. */
  readonly join?: (exchange: Exchange, settings: never) => Join | undefined;
}

/** The components that a runtime has, by type. */
export type Components = ReadonlyMap<string, Component>;

/** Declares a component; gives `spec.ts` its types. */
export function component<const Settings extends TObject>(spec: Spec<Settings>): Spec<Settings> {
  return spec;
}

/** The schema of one setting with our keywords. */
export type SettingSchema = TSchema & {
  readonly kind?:
    | "expression"
    | "predicate"
    | "duration"
    | "source"
    | "secret"
    | "cron"
    | "timeZone"
    | "variable"
    | "property";
  readonly names?: SettingNames;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
};
