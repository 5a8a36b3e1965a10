import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Rehearsal, startRehearsal } from "../../../rehearsal/src/index.ts";
import { startApi, type TestApi } from "../testing/api.ts";

let started: TestApi;
let rehearsal: Rehearsal;
beforeAll(async () => {
  rehearsal = await startRehearsal({ profile: "strict" });
  started = await startApi({ allowPrivate: ["127.0.0.1"] });
});
afterAll(async () => {
  await started?.end();
  await rehearsal?.close();
});

const TENANT = "/tenants/demo";
const VARIABLE = "Strict_Token_KLANT";

/** A flow that calls the API with the token that SetOAuth2Token put on a header. */
function flow(name: string, settings: object = {}) {
  return {
    flow: 1,
    name,
    properties: { api: { test: rehearsal.url, production: rehearsal.url }, client_secret: { secret: true } },
    nodes: [
      {
        id: "token",
        type: "SetOAuth2Token",
        settings: {
          authorizationUrl: "#{api}/authorize",
          tokenUrl: "#{api}/token",
          clientId: "ThirdPartiesTestClient",
          clientSecret: "#{client_secret}",
          name: `access_token, ${VARIABLE}`,
          ...settings,
        },
      },
      {
        id: "call",
        type: "HTTP",
        settings: { url: "#{api}/v2/providers/employers", headers: { Authorization: "Bearer ${header.access_token}" } },
      },
    ],
    links: [{ from: "token", to: "call" }],
  };
}

const install = (name: string, environment = "test") =>
  started.api.post(`${TENANT}/flows/${name}/install`, { environment, secrets: { client_secret: "Welkom01" } });

const variables = async () => (await started.api.get(`${TENANT}/variables?limit=200`)).body.items;

/** The grants of one flow, by id. */
const grantsOf = async (name: string) =>
  (await started.api.get(`${TENANT}/grants?limit=200`)).body.items.filter(
    ({ owner }: { owner: { flow: string } | null }) => owner?.flow === name,
  );

async function firstToken(id: string): Promise<void> {
  const response = await fetch(`${rehearsal.url}/rehearsal/tokens`, { method: "POST" });
  const { refresh_token: refreshToken } = (await response.json()) as { refresh_token: string };
  expect((await started.api.post(`${TENANT}/grants/${id}/put`, { refreshToken })).status).toBe(200);
}

describe("a node SetOAuth2Token", () => {
  test("has a grant of its own, with which its flow calls the API", async () => {
    await started.api.post(`${TENANT}/flows`, flow("calls"));
    expect((await install("calls")).status).toBe(200);
    const [grant] = await grantsOf("calls");
    expect(grant).toMatchObject({ environment: "test", profile: "strict", owner: { flow: "calls", node: "token" } });
    await firstToken(grant.id);
    const run = await started.api.post(`${TENANT}/flows/calls/runs`, { environment: "test" });
    expect(run.body).toMatchObject({ status: "completed", message: { headers: { CamelHttpResponseCode: 200 } } });
    const stored = (await variables()).find(({ name }: { name: string }) => name === VARIABLE);
    const trace = await started.api.get(`${TENANT}/runs/${run.body.id}/trace`);
    const live = (await started.runtime.store.grants.read("demo", grant.id)).accessToken as string;
    expect(trace.text).not.toContain(live);
    // The key of these tests may see secrets.
    expect(stored).toMatchObject({ encrypted: true, test: { value: live } });
  });

  test("shows its grant in ten variables, which nobody can write or remove", async () => {
    const [grant] = await grantsOf("calls");
    const guid = grant.id.slice("oauth2-".length, -"-test".length);
    const shown = (await variables()).filter(({ name }: { name: string }) => name.startsWith(`oauth2_${guid}_`));
    const values = Object.fromEntries(
      shown.map(({ name, test: slot }: { name: string; test: { value: string | null } }) => [
        name.slice(`oauth2_${guid}_`.length),
        slot.value,
      ]),
    );
    expect(values).toEqual({
      access_token: (await started.runtime.store.grants.read("demo", grant.id)).accessToken,
      client_id: "ThirdPartiesTestClient",
      client_secret: "•••",
      expire_date: expect.stringMatching(/^\d{10}$/),
      redirect_uri: expect.stringMatching(/\/oauth2\/callback$/),
      refresh_flag: "0",
      refresh_token: "•••",
      scope: null,
      uri_authorize: `${rehearsal.url}/authorize`,
      uri_token: `${rehearsal.url}/token`,
    });
    const name = `oauth2_${guid}_refresh_flag`;
    const written = await started.api.put(`${TENANT}/variables/${name}`, { test: { value: "1" } });
    expect([written.status, written.body.code]).toEqual([409, "GRANT_GUARDED"]);
    expect((await started.api.delete(`${TENANT}/variables/${name}`)).status).toBe(409);
    const { store } = started.runtime;
    expect((await store.variables.read("demo", "test", `oauth2_${guid}_refresh_token`)).value).toBe("•••");
    await expect(store.variables.read("demo", "production", name)).rejects.toMatchObject({
      code: "VARIABLE_NOT_FOUND",
    });
    const exported = (await started.api.get(`${TENANT}/variables/export`)).body.variables;
    expect(exported.filter((variable: { name: string }) => variable.name.startsWith("oauth2_"))).toEqual([]);
  });

  test("keeps grant and tokens when its flow is installed anew, renamed, or installed in the other environment", async () => {
    const [before] = await grantsOf("calls");
    await started.api.put(`${TENANT}/flows/calls`, flow("calls", { refreshTokenDelay: "60s", scope: "all" }));
    await install("calls");
    expect((await started.api.put(`${TENANT}/flows/calls`, flow("renamed"))).status).toBe(200);
    expect((await install("renamed", "production")).status).toBe(200);
    const after = await grantsOf("renamed");
    const guid = before.id.slice(0, -"-test".length);
    expect(after.map(({ id }: { id: string }) => id).sort()).toEqual([`${guid}-production`, `${guid}-test`]);
    const kept = after.find(({ id }: { id: string }) => id === before.id);
    expect(kept).toMatchObject({ generation: before.generation, scope: "all" });
    expect(kept.overrides).toMatchObject({ refreshBeforeExpirySec: 60 });
    const run = await started.api.post(`${TENANT}/flows/renamed/runs`, { environment: "test" });
    expect(run.body.status).toBe("completed");
  });

  test("fails its run until somebody has given consent, and says what to do", async () => {
    await started.api.post(`${TENANT}/flows`, flow("early"));
    await install("early");
    const { body } = await started.api.post(`${TENANT}/flows/early/runs`, { environment: "test" });
    expect(body).toMatchObject({ status: "failed", error: { code: "GRANT_NEEDS_CONSENT", nodeId: "token" } });
    expect(body.error.help).toContain("grants authorize");
  });

  test("is refused with a profile that nobody has, and without the addresses that its profile lacks", async () => {
    await started.api.post(`${TENANT}/flows`, flow("unknown", { profile: "exakt" }));
    expect((await install("unknown")).body.errors).toEqual([
      expect.objectContaining({ nodeId: "token", found: '"exakt"' }),
    ]);
    await started.api.put(`${TENANT}/flows/unknown`, flow("unknown", { tokenUrl: "", authorizationUrl: "" }));
    expect((await install("unknown")).body.errors).toHaveLength(2);
  });

  test("is told when the provider allows no refresh as early as it asks for", async () => {
    await started.api.post(`${TENANT}/flows`, flow("exact", { profile: "exact-online", refreshTokenDelay: "1h" }));
    const { status, body } = await install("exact");
    expect(status).toBe(200);
    const warning = body.warnings.find(({ code }: { code: string }) => code === "refresh-too-early");
    expect(warning.message).toContain("3600 s is taken for 30 s");
  });
});
