import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type GrantsBench, startGrants } from "../testing/grants.ts";

let bench: GrantsBench;
beforeAll(async () => {
  bench = await startGrants({ rehearsal: { profile: "exact" } });
});
afterAll(() => bench?.end());

const URL_OF = (division: number, path = "bulk/Financial/GeneralJournalEntries") =>
  `https://start.exactonline.nl/api/v1/${division}/${path}?$select=ID`;

function user() {
  return bench.grants.tokens({ tenant: bench.tenant, environment: "test", flow: "f" }, () => {});
}

describe("the error budget of a provider", () => {
  test("nine errors of an address may come within an hour, and the tenth call is not made", async () => {
    await bench.give("nine");
    for (let error = 0; error < 9; error++)
      await (await user().call("nine", { url: URL_OF(1) })).ended([400, 401, 403, 404][error % 4]);
    const refused = user().call("nine", { url: URL_OF(1) });
    await expect(refused).rejects.toMatchObject({ code: "REMOTE_BUDGET" });
    await expect(refused).rejects.toThrow(/9 of 10 errors within an hour.*called again from \d{4}-/);
    // Another company, and another address of the same one, have budgets of their own.
    await (await user().call("nine", { url: URL_OF(2) })).ended(200);
    await (await user().call("nine", { url: URL_OF(1, "crm/Accounts") })).ended(200);
  });

  test("what is no error costs nothing, and ids in an address make no address of its own", async () => {
    await bench.give("free");
    const url = (id: number) =>
      `https://start.exactonline.nl/api/v1/1/crm/Accounts(guid'0000000${id}-0000-4000-8000-000000000000')`;
    for (let count = 0; count < 12; count++)
      await (await user().call("free", { url: URL_OF(1) })).ended([200, 429, 500, undefined][count % 4]);
    for (let count = 0; count < 9; count++) await (await user().call("free", { url: url(count) })).ended(404);
    await expect(user().call("free", { url: url(9) })).rejects.toMatchObject({ code: "REMOTE_BUDGET" });
  });

  test("calls at once cannot all become the error that blocks: others wait for them", async () => {
    await bench.give("crowd");
    const made: number[] = [];
    const calls = Array.from({ length: 30 }, async (_, index) => {
      const call = await user().call("crowd", { url: URL_OF(1) });
      made.push(index);
      await call.ended(404);
    });
    const done = await Promise.allSettled(calls);
    expect(made).toHaveLength(9);
    expect(done.filter(({ status }) => status === "rejected")).toHaveLength(21);
  });

  test("token requests have a budget too: it is left alone before the provider would block", async () => {
    await bench.give("tokens");
    const { grants, tenant, rehearsal } = bench;
    // Exact accepts no refresh so soon after the consent; each one is an error.
    for (let error = 0; error < 9; error++)
      await expect(grants.refresher.fresh(tenant, "tokens", { for: "person" })).rejects.toMatchObject({
        code: "REMOTE_REFUSED_TOKEN",
      });
    const before = rehearsal.status().calls.token;
    await expect(grants.refresher.fresh(tenant, "tokens", { for: "person" })).rejects.toMatchObject({
      code: "REMOTE_BUDGET",
    });
    expect(rehearsal.status().calls.token).toBe(before);
    expect((await bench.opened.store.grants.get(tenant, "tokens"))?.state).toBe("READY");
  });
});
