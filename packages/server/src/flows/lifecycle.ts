import { type Environment, type InstallationRecord, type InstallationState, mortiseError } from "@mortise/contract";
import type { Runtime } from "../runtime.ts";

export type Step = "start" | "stop" | "suspend" | "resume";

/** What each step leads to, and from where it may be taken. A step to where the flow is already does nothing. */
const STEPS: {
  readonly [step in Step]: { readonly to: InstallationState; readonly from: readonly InstallationState[] };
} = {
  start: { to: "started", from: ["stopped", "suspended"] },
  stop: { to: "stopped", from: ["started", "suspended"] },
  suspend: { to: "suspended", from: ["started"] },
  resume: { to: "started", from: ["suspended"] },
};

/** Takes an installed flow to another state. Throws `API_CONFLICT` when that cannot be done from where it is. */
export async function changeState(
  runtime: Runtime,
  tenant: string,
  flow: string,
  environment: Environment,
  step: Step,
  by: string,
): Promise<InstallationRecord> {
  const { store } = runtime;
  const installation = await store.flows.installation(tenant, flow, environment);
  if (!installation) throw notInstalled(flow, environment);
  const { to, from } = STEPS[step];
  if (installation.state === to) return installation;
  if (!from.includes(installation.state))
    throw mortiseError("API_CONFLICT", {
      what: `The flow is ${installation.state}, and only one that is ${from.join(" or ")} can do that: ${step}`,
    });
  const changed = await store.flows.setState(tenant, flow, environment, to);
  await store.history.audit({ tenant, who: by, action: `flow.${step}`, target: flow, detail: { environment } });
  await runtime.plans.refresh();
  return changed;
}

/** Takes a flow out of an environment; its versions and runs stay. */
export async function uninstallFlow(
  runtime: Runtime,
  tenant: string,
  flow: string,
  environment: Environment,
  by: string,
): Promise<void> {
  const { store } = runtime;
  if (!(await store.flows.installation(tenant, flow, environment))) throw notInstalled(flow, environment);
  await store.flows.uninstall(tenant, flow, environment);
  await store.history.audit({ tenant, who: by, action: "flow.uninstall", target: flow, detail: { environment } });
  await runtime.plans.refresh();
}

/** The error of a flow that is not in an environment. */
export function notInstalled(flow: string, environment: Environment) {
  return mortiseError("API_CONFLICT", { what: `The flow "${flow}" is not installed in ${environment}` });
}
