import type { Environment, FlowDocument, InstallationRecord, Mistake } from "@mortise/contract";
import { mortiseError, toMistake } from "@mortise/contract";
import { compilePlan, hasErrors, type Plan, readFlow } from "@mortise/engine";
import { installGrants, ownerMistakes } from "../grants/owned.ts";
import type { Runtime } from "../runtime.ts";
import { checkIn, warningsOf } from "./check.ts";

export interface InstallRequest {
  readonly tenant: string;
  readonly flow: string;
  readonly environment: Environment;
  /** Absent: the draft becomes a version. */
  readonly version?: number | undefined;
  readonly remark?: string | undefined;
  /** Values of secret properties; those left out keep the value they have there. */
  readonly secrets?: { readonly [property: string]: string } | undefined;
  readonly by: string;
}

export interface InstallDone {
  readonly installation: InstallationRecord;
  readonly warnings: readonly Mistake[];
}

/** Installs a version of a flow and starts it. Throws `FLOW_INVALID` with every reason why it cannot run there. */
export async function installFlow(runtime: Runtime, request: InstallRequest): Promise<InstallDone> {
  const { store, components } = runtime;
  const { tenant, flow: name, environment, by } = request;
  const text = await textOf(runtime, request);
  const { flow, mistakes } = readFlow(text, components);
  const before = await store.flows.installation(tenant, name, environment);
  const secrets = { ...before?.secrets, ...request.secrets };
  const found = flow ? [...checkIn(runtime, tenant, flow, environment, Object.keys(secrets))] : [...mistakes];
  if (flow) found.push(...strangers(flow, request.secrets ?? {}), ...clashes(runtime, flow, request));
  const plan = flow && !hasErrors(found) ? planWithGrants(runtime, flow, environment, secrets) : undefined;
  if (plan) found.push(...ownerMistakes(plan));
  const warnings = warningsOf(found);
  const number =
    request.version ??
    (await store.flows.addVersion(tenant, name, { text, remark: request.remark ?? "", author: by })).number;
  // Before its first run: that one asks for them.
  if (plan) await installGrants(store.grants, tenant, plan, by);
  const installation = await store.flows.install(tenant, name, environment, number, request.secrets ?? {}, by);
  await store.history.audit({
    tenant,
    who: by,
    action: "flow.install",
    target: name,
    detail: { environment, version: number },
  });
  await runtime.plans.refresh();
  return { installation, warnings };
}

/** The plan of a flow whose nodes have grants of their own, by whose settings these are made. */
function planWithGrants(
  { components, languages, scripts }: Runtime,
  flow: FlowDocument,
  environment: Environment,
  secrets: { readonly [property: string]: string },
): Plan | undefined {
  if (!flow.nodes.some(({ type }) => components.get(type)?.spec.grant)) return undefined;
  return compilePlan(flow, { components, languages, scripts, environment, secrets });
}

async function textOf({ store }: Runtime, { tenant, flow, version }: InstallRequest): Promise<string> {
  if (version === undefined) {
    const draft = await store.flows.get(tenant, flow);
    if (!draft) throw mortiseError("API_NOT_FOUND", { what: `flow "${flow}" in this tenant` });
    return draft.text;
  }
  const found = await store.flows.version(tenant, flow, version);
  if (!found) throw mortiseError("API_NOT_FOUND", { what: `version ${version} of flow "${flow}"` });
  return found.text;
}

/** Secrets that the flow does not declare: most likely a misspelt name, and the value would be kept for nothing. */
function strangers(flow: FlowDocument, given: { readonly [property: string]: string }): Mistake[] {
  const declared = Object.entries(flow.properties ?? {}).flatMap(([name, property]) =>
    "secret" in property ? [name] : [],
  );
  return Object.keys(given)
    .filter((name) => !declared.includes(name))
    .map((name) => toMistake(mortiseError("FLOW_UNKNOWN_PROPERTY", { name }), { pointer: `/secrets/${name}` }));
}

/** Endpoints that another flow of the tenant has already. */
function clashes(runtime: Runtime, flow: FlowDocument, { tenant, flow: name, environment }: InstallRequest): Mistake[] {
  const taken = new Map<string, string>();
  for (const installed of runtime.plans) {
    const { record } = installed;
    if (record.tenant !== tenant || record.environment !== environment || record.flow === name) continue;
    for (const node of installed.soundPlan?.sources ?? [])
      if (node.spec.trigger === "http") taken.set(String(node.settings.endpoint), record.flow);
  }
  return flow.nodes.flatMap((node, index) => {
    const endpoint =
      runtime.components.get(node.type)?.spec.trigger === "http" ? String(node.settings?.endpoint) : undefined;
    const other = endpoint === undefined ? undefined : taken.get(endpoint);
    if (other === undefined) return [];
    const detail = {
      setting: "endpoint",
      expected: "a name that no other flow here has",
      found: `"${endpoint}", which flow ${other} has`,
    };
    return [
      toMistake(mortiseError("FLOW_SETTINGS_INVALID", detail), {
        nodeId: node.id,
        pointer: `/nodes/${index}/settings/endpoint`,
      }),
    ];
  });
}
