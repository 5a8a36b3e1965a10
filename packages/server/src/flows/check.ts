import { ENVIRONMENTS, type Environment, type FlowDocument, type Mistake, mortiseError } from "@mortise/contract";
import { checkFlow, formatFlow, hasErrors, readFlow } from "@mortise/engine";
import { mistakeAnswer } from "../api/schemas.ts";
import { tokenLife } from "../grants/profiles.ts";
import { linkWarnings } from "../links/link-warnings.ts";
import type { Runtime } from "../runtime.ts";

/** A draft ready to be saved. */
export interface Draft {
  readonly flow: FlowDocument;
  /** Canonical. */
  readonly text: string;
  readonly mistakes: readonly Mistake[];
}

/** Reads a document that came in. Throws `FLOW_TOO_LARGE`, and `FLOW_INVALID` with all mistakes when it has not the form of a flow at all. */
export function readDraft(runtime: Runtime, document: unknown): Draft {
  const { flow, mistakes } = readFlow(document, runtime.components);
  if (!flow) throw invalidFlow(mistakes);
  const { components, languages, scripts } = runtime;
  // What is wrong in one environment only is told when it is validated or installed there.
  const found = checkFlow(flow, { components, languages, scripts });
  return { flow, text: formatFlow(flow, components), mistakes: found.map(mistakeAnswer) };
}

/** Everything that is wrong with a document, in each environment. */
export function checkEverywhere(
  runtime: Runtime,
  tenant: string,
  document: unknown,
): { [environment in Environment]: Mistake[] } {
  const { flow, mistakes } = readFlow(document, runtime.components);
  const check = (environment: Environment): Mistake[] => {
    if (!flow) return mistakes.map(mistakeAnswer);
    const installed = runtime.plans.find(tenant, flow.name, environment);
    return checkIn(runtime, tenant, flow, environment, Object.keys(installed?.record.secrets ?? {})).map(mistakeAnswer);
  };
  const [test, production] = ENVIRONMENTS.map(check) as [Mistake[], Mistake[]];
  return { test, production };
}

/** Everything that is wrong with a flow in one environment. */
export function checkIn(
  runtime: Runtime,
  tenant: string,
  flow: FlowDocument,
  environment: Environment,
  givenSecrets: readonly string[],
): readonly Mistake[] {
  const { components, languages, scripts } = runtime;
  const neighbours = neighboursOf(runtime, tenant, flow.name, environment);
  const found = checkFlow(flow, { components, languages, scripts, environment, givenSecrets, neighbours, tokenLife });
  return [...found, ...linkWarnings(runtime, tenant, flow, environment)];
}

/** The tenant's other flows that are installed there. */
function neighboursOf({ plans }: Runtime, tenant: string, name: string, environment: Environment): FlowDocument[] {
  const near = [...plans].filter(({ record }) => record.tenant === tenant && record.environment === environment);
  return near.flatMap(({ record, soundPlan }) => (record.flow === name || !soundPlan ? [] : [soundPlan.flow]));
}

/** The error that names every mistake. */
export function invalidFlow(mistakes: readonly Mistake[]) {
  const errors = mistakes.filter((mistake) => mistake.severity === "error").map(mistakeAnswer);
  const [first] = errors;
  // What the message of this error begins with too.
  const said = String(first?.message).replace(/^The flow document is (not valid|too large): |\.$/g, "");
  // A document that nobody reads to its end has one mistake, and no correction of it would help.
  if (errors.length === 1 && first?.code === "FLOW_TOO_LARGE")
    return mortiseError("FLOW_TOO_LARGE", { what: said }, { errors, pointer: first.pointer });
  return mortiseError(
    "FLOW_INVALID",
    { what: errors.length === 1 ? said : `${errors.length} mistakes, the first: ${said}` },
    { errors, nodeId: first?.nodeId, pointer: first?.pointer },
  );
}

/** Throws `FLOW_INVALID` when a mistake stands in the way; gives the warnings. */
export function warningsOf(mistakes: readonly Mistake[]): Mistake[] {
  if (hasErrors(mistakes)) throw invalidFlow(mistakes);
  return mistakes.map(mistakeAnswer);
}
