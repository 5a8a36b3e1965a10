import { readFileSync } from "node:fs";
import type { Rehearsal } from "@mortise/rehearsal";
import type { Client } from "../client.ts";

export const TENANT = "demo";
export const FLOW = "Loket_Koppeling_DEMO";
export const VARIABLE = "Loket_Refresh_Token_DEMO";

/** The flows of the handbook's list, and the files they come from. */
const HANDBOOK_FLOWS = {
  LoketRefreshTokenNoComponent: "loket-refresh-token.flow.json",
  NewLoketTokens: "new-loket-tokens.flow.json",
  TestAPICallTenantVariable: "test-api-call-tenant-variable.flow.json",
} as const;

const CLIENT = "ThirdPartiesTestClient";

interface Document {
  readonly name: string;
  readonly nodes: readonly unknown[];
  readonly properties?: { readonly [name: string]: { readonly test?: string | null } };
}

/** The demo tenant as the handbook has it: its three flows, and one customer's flow pasted from the template. */
export async function prepareTenant(client: Client, rehearsal: Rehearsal): Promise<void> {
  if (!(await client.find(`/tenants/${TENANT}`))) await client.post("/tenants", { id: TENANT, name: "Demo" });
  for (const [name, file] of Object.entries(HANDBOOK_FLOWS)) await save(client, { ...template(file), name });
  const document = await pasteTemplate(client);
  await save(client, pointAt(document, rehearsal.url));
  await firstToken(client, rehearsal);
  await client.post(`/tenants/${TENANT}/flows/${FLOW}/install`, { environment: "test", remark: "Demo" });
}

/** Steps 3 to 5 of the handbook: a new flow, the eight nodes pasted, its own tenant variable bound. */
async function pasteTemplate(client: Client): Promise<Document> {
  const path = `/tenants/${TENANT}/flows/${FLOW}`;
  const present = await client.find<Document>(path);
  if (present && present.data.nodes.length > 0) return present.data;
  if (!present) await client.post(`/tenants/${TENANT}/flows`, { flow: 1, name: FLOW, nodes: [], links: [] });
  const clipboard = await client.post<unknown>(`/tenants/${TENANT}/flows/LoketRefreshTokenNoComponent/copy`);
  await client.post(`${path}/paste`, { clipboard, bindings: { Loket_Refresh_Token_TEST: VARIABLE } });
  return client.get<Document>(path);
}

/** Step 6: the flow's settings; here they point at the rehearsal server. */
function pointAt(document: Document, url: string): Document {
  const properties = { ...document.properties };
  for (const [name, value] of Object.entries({
    loket_api_url: url,
    loket_authentication_server_url: url,
    loket_redirect_uri: "https://loket.nl",
    loket_client_id: CLIENT,
    loket_client_secret: "Welkom01",
  })) {
    properties[name] = { ...properties[name], test: value };
  }
  return { ...document, properties };
}

/** Step 7: the first token, fetched by hand, goes straight into the tenant variable; later ones the flow keeps. */
async function firstToken(api: Client, rehearsal: Rehearsal): Promise<void> {
  const path = `/tenants/${TENANT}/variables/${VARIABLE}`;
  const present = await api.find(path);
  if (present && rehearsal.liveTokens().some(({ client }) => client === CLIENT)) return;
  await api.put(path, { test: { value: rehearsal.issueRefreshToken(CLIENT) }, encrypted: true });
}

async function save(client: Client, document: Document): Promise<void> {
  const path = `/tenants/${TENANT}/flows/${encodeURIComponent(document.name)}`;
  const present = await client.find(path);
  if (present) await client.put(path, document, present.etag);
  else await client.post(`/tenants/${TENANT}/flows`, document);
}

function template(file: string): Document {
  return JSON.parse(readFileSync(new URL(`../../../../flows/${file}`, import.meta.url), "utf8"));
}
