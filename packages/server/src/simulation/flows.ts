import { type FlowDocument, type InstallationRecord, mortiseError } from "@mortise/contract";

/** When the simulation begins. */
export const BEGIN = Date.parse("2026-11-25T12:00:05Z");

/** When the last fire is due. */
export const LAST = Date.parse("2026-11-25T12:00:40Z");

const peer = (what: string) => `https://peer.example/${what}/\${header.breadcrumbId}`;
const call = (id: string, method: string, more: object = {}) => ({
  id,
  type: "HTTP",
  settings: { method, url: peer(id), body: "x", timeout: 5_000, ...more },
});

/** Every kind of effect in one row: reads, a GET, a variable, a POST, and a POST with a key. Every fire is a run. */
const EVERYTHING: FlowDocument = {
  flow: 1,
  name: "everything",
  options: { timeZone: "UTC", runs: "parallel", trace: "off" },
  nodes: [
    {
      id: "tick",
      type: "Scheduler",
      settings: { cron: "*/20 * * * * ?", endDate: LAST, missed: "all", overlap: "allow" },
    },
    { id: "read", type: "GetTenantVariable", settings: { header: "counter", variable: "counter" } },
    call("fetch", "GET"),
    { id: "save", type: "SetTenantVariable", settings: { variable: "counter", value: "${header.breadcrumbId}" } },
    { id: "mark", type: "SetHeader", settings: { name: "mark", value: "${header.counter}" } },
    call("create", "POST"),
    call("confirm", "POST", { idempotencyKey: "${header.breadcrumbId}" }),
  ],
  links: ["tick", "read", "fetch", "save", "mark", "create"].map((from, index) => ({
    from,
    to: ["read", "fetch", "save", "mark", "create", "confirm"][index] as string,
  })),
};

/** One at a time: a fire that finds a run open is dropped. */
const ONE_AT_A_TIME: FlowDocument = {
  flow: 1,
  name: "serial",
  options: { timeZone: "UTC", trace: "off" },
  nodes: [
    {
      id: "tick",
      type: "Scheduler",
      settings: { cron: "*/15 * * * * ?", endDate: LAST, missed: "all", overlap: "skip" },
    },
    call("look", "GET"),
  ],
  links: [{ from: "tick", to: "look" }],
};

/** What is installed. */
export const DOCUMENTS: readonly FlowDocument[] = [EVERYTHING, ONE_AT_A_TIME];

/** A document as it is installed at the beginning. */
export function installationOf(document: FlowDocument): InstallationRecord {
  return {
    id: document.name,
    tenant: "demo",
    flow: document.name,
    environment: "test",
    version: 1,
    text: JSON.stringify(document),
    secrets: {},
    state: "started",
    installedAt: BEGIN,
    stateSince: BEGIN,
    revision: 1,
  };
}

/** A part of the store that the simulation has no use for. */
export function unused(name: string): never {
  throw mortiseError("ENGINE_BUG", { what: `the simulation has no ${name}` });
}
