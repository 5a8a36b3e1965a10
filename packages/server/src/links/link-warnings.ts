import type { Environment, FlowDocument, FlowNode, Mistake } from "@mortise/contract";
import type { Plan } from "@mortise/engine";
import type { Runtime } from "../runtime.ts";

const LINK = "OutboundFlowLink";

/** Links of a flow that could not be followed in an environment as things are there now, and circles of flows that wait for each other. */
export function linkWarnings(
  { plans }: Pick<Runtime, "plans">,
  tenant: string,
  flow: FlowDocument,
  environment: Environment,
): Mistake[] {
  const planOf = (name: string) => plans.find(tenant, name, environment)?.soundPlan;
  return flow.nodes.flatMap((node, index) => {
    const target = targetOf(flow, node, environment);
    if (target === undefined) return [];
    const place = {
      severity: "warning",
      nodeId: node.id,
      pointer: `/nodes/${index}/settings/flow`,
      environment,
    } as const;
    const begins =
      target === flow.name
        ? flow.nodes.some(({ type }) => type === "InboundFlowLink")
        : planOf(target)?.sources.some(({ spec }) => spec.trigger === "link");
    if (!begins) {
      const installed = target === flow.name || plans.find(tenant, target, environment) !== undefined;
      const why = installed ? "does not begin with an InboundFlowLink" : `is not installed in ${environment}`;
      return [
        {
          ...place,
          code: "flow-link-target",
          message: `The flow "${target}" that "${node.id}" calls ${why}.`,
          help: "Until that is so the node fails.",
        },
      ];
    }
    if (node.settings?.pattern !== "request reply") return [];
    const circle = circleFrom(target, flow.name, planOf);
    if (!circle) return [];
    return [
      {
        ...place,
        code: "flow-link-circle",
        message: `Flows wait for each other in a circle: ${[flow.name, ...circle].join(" → ")}.`,
        help: "Call one way, or let a Filter or a ContentRouter end the circle.",
      },
    ];
  });
}

/** The name of the flow that a node calls, where a property's value is known. */
function targetOf(flow: FlowDocument, { type, settings }: FlowNode, environment: Environment): string | undefined {
  const written = type === LINK ? settings?.flow : undefined;
  if (typeof written !== "string") return undefined;
  let unknown = false;
  const target = written.replace(/#\{([\w.-]+)\}/g, (_, name: string) => {
    const property = flow.properties?.[name];
    const value = property && !("secret" in property) ? property[environment] : undefined;
    unknown ||= typeof value !== "string";
    return value ?? "";
  });
  return unknown ? undefined : target;
}

/** The way from a flow back to another, by calls that wait. */
function circleFrom(
  from: string,
  to: string,
  planOf: (name: string) => Plan | undefined,
): readonly string[] | undefined {
  const ways = new Map<string, readonly string[]>([[from, [from]]]);
  // A map also visits what is added while it is walked.
  for (const [name, way] of ways) {
    if (name === to) return way;
    for (const { type, settings } of planOf(name)?.nodes.values() ?? []) {
      const next = String(settings.flow);
      if (type === LINK && settings.pattern === "request reply" && !ways.has(next)) ways.set(next, [...way, next]);
    }
  }
  return undefined;
}
