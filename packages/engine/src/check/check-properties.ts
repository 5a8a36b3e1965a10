import type { FlowProperty } from "@mortise/contract";
import { mortiseError, toMistake } from "@mortise/contract";
import type { Mistakes } from "../document/mistakes.ts";
import type { Reference } from "../document/references.ts";
import { didYouMean } from "../document/suggest.ts";
import type { CheckContext } from "./check-settings.ts";
import type { CheckedFlow } from "./checked-flow.ts";

/**
 * Finds properties that are used and not there, and, for an environment, those without a value. `asked`: the names
 * that the languages asked for, by node; what only looks like `#{name}` in a constant text is none.
 */
export function checkProperties(
  flow: CheckedFlow,
  asked: ReadonlyMap<string, ReadonlySet<string>>,
  context: CheckContext,
  mistakes: Mistakes,
): void {
  const given = context.givenSecrets === undefined ? undefined : new Set(context.givenSecrets);
  for (const reference of flow.references) {
    const { kind, name, nodeId, form } = reference;
    if (kind !== "property" || (form === "notation" && !asked.get(nodeId)?.has(name))) continue;
    const property = flow.properties.get(name);
    if (!property) reportUnknown(flow, reference, mistakes);
    else if (context.environment && isMissing(property, name, context, given)) {
      const { environment } = context;
      const place = { nodeId, pointer: reference.pointer };
      mistakes.push({ ...toMistake(mortiseError("FLOW_NO_VALUE", { name, environment }), place), environment });
    }
  }
}

/** A script that reads a property which is not there gets nothing; that may be meant. */
function reportUnknown(flow: CheckedFlow, { name, nodeId, pointer, form }: Reference, mistakes: Mistakes): void {
  const near = didYouMean(name, flow.properties.keys());
  const detail = { name, near, expected: `a property of the flow${near}`, found: JSON.stringify(name) };
  if (form !== "script") mistakes.add("FLOW_UNKNOWN_PROPERTY", detail, { nodeId, pointer });
  else
    mistakes.push({
      ...toMistake(mortiseError("FLOW_UNKNOWN_PROPERTY", detail), { nodeId, pointer }),
      severity: "warning",
    });
}

function isMissing(
  property: FlowProperty,
  name: string,
  { environment }: CheckContext,
  given: ReadonlySet<string> | undefined,
): boolean {
  if ("secret" in property) return given !== undefined && !given.has(name);
  return (property[environment ?? "test"] ?? null) === null;
}
