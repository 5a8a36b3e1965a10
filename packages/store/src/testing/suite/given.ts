import type { Environment, NewRun, Snapshot } from "@mortise/contract";
import type { OpenStore } from "../../open.ts";
import { uuid7 } from "../../uuid.ts";
import { uniqueName } from "../store.ts";

/** The instant that tests call now. */
export const NOW = Date.parse("2026-01-01T00:00:00Z");

/** A tenant of the test's own. */
export async function givenTenant(store: OpenStore): Promise<string> {
  const id = uniqueName("tenant");
  await store.tenants.create({ id, name: "Acme" });
  return id;
}

/** A document with one scheduled node. */
export function flowText(name: string, settings: object = { cron: "0 0 0 * * ?" }, more: object = {}): string {
  return JSON.stringify({
    flow: 1,
    name,
    ...more,
    nodes: [{ id: "every-night", type: "Scheduler", settings }],
    links: [],
  });
}

/** A flow that is installed. */
export async function givenInstallation(
  store: OpenStore,
  tenant: string,
  { flow = "Flow", environment = "test" as Environment, secrets = {} } = {},
) {
  const { text } = await store.flows.put(tenant, flow, flowText(flow), "ann");
  const { number } = await store.flows.addVersion(tenant, flow, { text, remark: "", author: "ann" });
  return await store.flows.install(tenant, flow, environment, number, secrets, "ann");
}

/** A message with this body. */
export function snapshot(body: string): Snapshot {
  return { message: { headers: { kind: "test" }, body } };
}

/** A run of the tenant. */
export function newRun(tenant: string, more: Partial<NewRun> = {}): NewRun {
  const id = uuid7();
  return {
    id,
    tenant,
    flow: "Flow",
    environment: "test",
    version: 1,
    installation: "none",
    trigger: "manual",
    node: "start",
    input: snapshot(`input of ${id}`),
    serial: false,
    breadcrumbId: id,
    ...more,
  };
}

/** A promise with its ends outside. */
export function signal<T = void>() {
  return Promise.withResolvers<T>();
}
