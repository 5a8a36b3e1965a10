import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Rehearsal, startRehearsal } from "../../../rehearsal/src/index.ts";
import { startApi, type TestApi } from "../testing/api.ts";

const TEMPLATE = readFileSync(join(import.meta.dirname, "../../../../flows/exact-online-journals.flow.json"), "utf8");
const RUNS = 11;
const CLIENT = { clientId: "ThirdPartiesTestClient", clientSecret: "Welkom01" };

let started: TestApi;
let rehearsal: Rehearsal | undefined;
beforeAll(async () => {
  started = await startApi({ allowPrivate: ["127.0.0.1"] });
  return () => started.end();
});
afterEach(async () => {
  await rehearsal?.close();
});

async function firstToken(grant: string): Promise<void> {
  const response = await fetch(`${rehearsal?.url}/rehearsal/tokens`, { method: "POST" });
  const tokens = (await response.json()) as {
    refresh_token: string;
    access_token: string;
    expires_in: string | number;
  };
  const put = await started.api.post(`/tenants/demo/grants/${grant}/put`, {
    refreshToken: tokens.refresh_token,
    accessToken: tokens.access_token,
    expiresIn: 600,
  });
  expect(put.body).toMatchObject({ state: "READY" });
}

async function install(flow: { readonly name: string }): Promise<void> {
  await started.api.post("/tenants/demo/flows", flow);
  const done = await started.api.post(`/tenants/demo/flows/${flow.name}/install`, { environment: "test" });
  expect(done.status).toBe(200);
}

async function runs(flow: string) {
  const ends: { status: string; error?: { code: string } }[] = [];
  const address = `/tenants/demo/flows/${flow}/runs`;
  for (let run = 0; run < RUNS; run++) ends.push((await started.api.post(address, { environment: "test" })).body);
  return ends;
}

const refused = () => (rehearsal?.log() ?? []).filter(({ status }) => (status ?? 200) >= 400);

// Invantive's `set api-pre-expiry-refresh-sec 3600`, and `select * from exactonlinerest..journals` over all companies.
describe("the journals of all companies, eleven times in a row, with a refresh at every use", () => {
  test("stop before the tenth error where each early refresh counts as one", async () => {
    rehearsal = await startRehearsal({ profile: "exact-2021" });
    const flow = JSON.parse(TEMPLATE);
    flow.properties.exact_url.test = rehearsal.url;
    const made = await started.api.post("/tenants/demo/grants", {
      ...CLIENT,
      id: "exact-online",
      environment: "test",
      profile: "exact-2021",
      overrides: { refreshBeforeExpirySec: 3600 },
      tokenUrl: `${rehearsal.url}/token`,
    });
    expect(made.status).toBe(201);
    await firstToken("exact-online");
    await install(flow);
    const ends = await runs(flow.name);
    expect(ends.at(-1)).toMatchObject({ status: "failed", error: { code: "REMOTE_BUDGET" } });
    // The first refresh was in time, nine were early, and the tenth error, which would have blocked the client, never came.
    expect(refused()).toEqual([]);
    expect((rehearsal?.log() ?? []).filter(({ kind }) => kind === "token")).toHaveLength(10);
  });

  test("all complete where the delay is clamped to what the provider allows, without one error", async () => {
    rehearsal = await startRehearsal({ profile: "exact" });
    const { url } = rehearsal;
    const settings = { ...CLIENT, profile: "exact-online", name: "access_token", refreshTokenDelay: "1h" };
    await install({
      flow: 1,
      name: "clamped",
      nodes: [
        { id: "token", type: "SetOAuth2Token", settings: { ...settings, tokenUrl: `${url}/token` } },
        {
          id: "journals",
          type: "HTTP",
          settings: {
            url: `${url}/api/v1/1001/financial/Journals`,
            headers: { Authorization: "Bearer ${header.access_token}" },
          },
        },
      ],
      links: [{ from: "token", to: "journals" }],
    } as never);
    const { items } = (await started.api.get("/tenants/demo/grants")).body;
    await firstToken(items.find(({ owner }: { owner: object | null }) => owner !== null).id);
    const ends = await runs("clamped");
    expect(ends.map(({ status, error }) => error ?? status)).toEqual(Array(RUNS).fill("completed"));
    expect(refused()).toEqual([]);
  });
});
