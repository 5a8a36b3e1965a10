import type { Environment, FlowDocument } from "@mortise/contract";
import type { Runtime } from "../runtime.ts";

/** Installs a document as it is, so that a test is about running and not about installing. */
export async function installDocument(
  runtime: Runtime,
  tenant: string,
  flow: Omit<FlowDocument, "flow">,
  environment: Environment = "test",
): Promise<void> {
  const { store } = runtime;
  if (!(await store.tenants.get(tenant))) await store.tenants.create({ id: tenant, name: tenant });
  const text = JSON.stringify({ flow: 1, ...flow });
  await store.flows.put(tenant, flow.name, text, "test");
  const { number } = await store.flows.addVersion(tenant, flow.name, { text, remark: "", author: "test" });
  await store.flows.install(tenant, flow.name, environment, number, {}, "test");
  await runtime.plans.refresh();
}
