import {
  type Component,
  type Components,
  type Effect,
  type Environment,
  type Expression,
  type FlowDocument,
  type FlowNode,
  isSecretName,
  type Languages,
  type Mistake,
  mortiseError,
  type Run,
  type ScriptRunner,
  type Spec,
  toMistake,
} from "@mortise/contract";
import { type PlanOptions, resolveOptions } from "./options.ts";
import { compileSettings } from "./settings.ts";

const WHEN_IN_DOUBT = ["retry", "park", "fail"] as const;

/** A call whose outcome is unknown is made again, waits for a person, or has failed. */
export type WhenInDoubt = (typeof WHEN_IN_DOUBT)[number];

/** A node ready to run: its settings compiled, its links resolved. */
export interface PlanNode {
  readonly id: string;
  readonly type: string;
  readonly spec: Spec;
  readonly run: Run<Spec> | undefined;
  readonly join: Component["join"];
  readonly settings: { readonly [name: string]: unknown };
  readonly effect: Effect;
  /** Tenant variables that its expressions name as `@{…}`. */
  readonly variables: readonly string[];
  /** Expressions that must be awaited before it runs. */
  readonly prepare: readonly Expression[];
  /** What becomes of a call of it when nobody knows how it ended. */
  readonly whenInDoubt: WhenInDoubt;
  /** Where the message goes, by output. */
  readonly next: ReadonlyMap<string, readonly PlanNode[]>;
  /** `next.get("out")`. */
  readonly out: readonly PlanNode[];
}

/** A version of a flow in one environment, compiled once. */
export interface Plan {
  readonly flow: FlowDocument;
  readonly environment: Environment;
  readonly options: PlanOptions;
  readonly nodes: ReadonlyMap<string, PlanNode>;
  /** Sources that the calendar, HTTP or a link start; in the document's order. */
  readonly sources: readonly PlanNode[];
  /** Where a run by hand starts: the first source, or the only root. */
  readonly start: PlanNode;
  /** The FailedExchange node, if there is an error route. */
  readonly failure: PlanNode | undefined;
  /** Values of the flow's properties here; secrets among them. */
  readonly properties: ReadonlyMap<string, string | null>;
  /** Values that no trace, log or answer may show. */
  readonly secrets: readonly string[];
}

export interface PlanContext {
  readonly components: Components;
  readonly languages: Languages;
  readonly scripts?: Pick<ScriptRunner, "check"> | undefined;
  readonly environment: Environment;
  /** Values of the secret properties. */
  readonly secrets?: { readonly [property: string]: string } | undefined;
}

/**
 * Compiles a flow for an environment. The document is taken to be valid (`readFlow`). Throws the first mistake as a
 * `MortiseError` whose `errors` holds all of them.
 */
export function compilePlan(flow: FlowDocument, context: PlanContext): Plan {
  const { plan, mistakes } = tryPlan(flow, context);
  const errors = mistakes.filter((mistake) => mistake.severity === "error");
  if (errors.length > 0 || !plan) {
    const what =
      errors.length === 1 ? errors[0]?.message : `${errors.length} mistakes, the first: ${errors[0]?.message}`;
    throw mortiseError(
      "FLOW_INVALID",
      { what: String(what).replace(/\.$/, "") },
      { errors, nodeId: errors[0]?.nodeId, pointer: errors[0]?.pointer },
    );
  }
  return plan;
}

/** As `compilePlan`, but gives every mistake; for `check`. */
export function tryPlan(
  flow: FlowDocument,
  context: PlanContext,
): { readonly plan?: Plan; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const { values, property, secrets } = resolveProperties(flow, context);
  const nodes = new Map<string, MutableNode>();
  flow.nodes.forEach((node, index) => {
    const component = context.components.get(node.type);
    if (!component) {
      mistakes.push(
        toMistake(mortiseError("FLOW_UNKNOWN_COMPONENT", { type: node.type }), {
          nodeId: node.id,
          pointer: `/nodes/${index}/type`,
        }),
      );
      return;
    }
    const compiled = compileNode(node, index, component, context, property);
    mistakes.push(...compiled.mistakes);
    nodes.set(node.id, compiled.node);
  });
  const targets = new Set<string>();
  for (const link of flow.links) {
    const from = nodes.get(link.from);
    const to = nodes.get(link.to);
    if (!from || !to) continue;
    targets.add(link.to);
    const output = link.output ?? "out";
    const list = from.next.get(output) ?? [];
    list.push(to);
    from.next.set(output, list);
  }
  for (const node of nodes.values()) node.out = node.next.get("out") ?? [];
  const all = [...nodes.values()];
  const sources = all.filter((node) => node.spec.kind === "source" && node.spec.trigger !== "failure");
  const failure = all.find((node) => node.spec.trigger === "failure");
  const start = sources[0] ?? all.find((node) => !targets.has(node.id) && node !== failure);
  if (!start) return { mistakes };
  // Run by hand, a flow without a source may spend a token too; only who waits for an answer is served faster than safely.
  const durable =
    sources.length === 0 ||
    sources.some(({ spec, settings }) => spec.trigger !== "http" || settings.pattern === "one way");
  return {
    plan: {
      flow,
      environment: context.environment,
      options: resolveOptions(flow, durable),
      nodes,
      sources,
      start,
      failure,
      properties: values,
      secrets,
    },
    mistakes,
  };
}

type MutableNode = Omit<PlanNode, "next" | "out"> & {
  readonly next: Map<string, PlanNode[]>;
  out: readonly PlanNode[];
};

const STRENGTH: readonly Effect[] = ["pure", "read", "store", "external"];

function compileNode(
  node: FlowNode,
  index: number,
  { spec, run, join }: Component,
  context: PlanContext,
  property: (name: string) => string,
): { node: MutableNode; mistakes: readonly Mistake[] } {
  const scripts = context.scripts;
  const { values, expressions, mistakes } = compileSettings(spec.settings, node.settings, {
    nodeId: node.id,
    pointer: `/nodes/${index}/settings`,
    languages: context.languages,
    environment: context.environment,
    property,
    ...(scripts ? { checkScript: (script) => scripts.check(script) } : {}),
  });
  const variables = [...new Set(expressions.flatMap((expression) => expression.variables))];
  const effects: Effect[] = [
    spec.effect,
    ...expressions.map((expression) => expression.effect),
    variables.length > 0 ? "read" : "pure",
  ];
  return {
    mistakes,
    node: {
      id: node.id,
      type: node.type,
      spec,
      run: run as Run<Spec> | undefined,
      join,
      settings: values,
      effect: effects.reduce((strongest, effect) =>
        STRENGTH.indexOf(effect) > STRENGTH.indexOf(strongest) ? effect : strongest,
      ),
      variables,
      prepare: expressions.filter((expression) => expression.prepare),
      whenInDoubt: whenInDoubt(spec, values),
      next: new Map(),
      out: [],
    },
  };
}

/** By the author's `whenInDoubt`, an idempotency key, or what the component says of its settings (architecture.md: GET, HEAD, OPTIONS, PUT, DELETE). */
function whenInDoubt(spec: Spec, settings: { readonly [name: string]: unknown }): WhenInDoubt {
  const asked = WHEN_IN_DOUBT.find((choice) => choice === settings.whenInDoubt);
  if (asked) return asked;
  if (settings.idempotencyKey !== undefined) return "retry";
  return spec.repeatable?.values.includes(String(settings[spec.repeatable.setting])) ? "retry" : "park";
}

function resolveProperties(flow: FlowDocument, context: PlanContext) {
  const values = new Map<string, string | null>();
  const secrets: string[] = [];
  for (const [name, declared] of Object.entries(flow.properties ?? {})) {
    if ("secret" in declared) {
      const value = context.secrets?.[name] ?? null;
      values.set(name, value);
      if (value !== null) secrets.push(value);
    } else {
      const value = declared[context.environment] ?? null;
      values.set(name, value);
      // The handbook keeps loket_client_secret as a plain property: it still must not show.
      if (value !== null && isSecretName(name)) secrets.push(value);
    }
  }
  const property = (name: string): string => {
    const value = values.get(name);
    if (value === undefined) throw mortiseError("FLOW_UNKNOWN_PROPERTY", { name });
    if (value === null) throw mortiseError("FLOW_NO_VALUE", { name, environment: context.environment });
    return value;
  };
  return { values, secrets, property };
}
