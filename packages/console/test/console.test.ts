import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, CHROMIUM, expectAccessible, startBench } from "./browser.ts";

const CLIENT = "ThirdPartiesTestClient";
const VARIABLE = "Loket_Refresh_Token_KLANT";
const FLOW = "Loket_Koppeling_KLANT";

// Without a browser there is nothing to look with; .ci/run installs one.
describe.skipIf(CHROMIUM === undefined)("the console, in a browser", { timeout: 60_000 }, () => {
  let bench: Bench;
  let page: Page;
  beforeAll(async () => {
    bench = await startBench();
    page = await bench.signIn();
  }, 120_000);
  afterAll(() => bench?.end());

  const open = (path: string) => page.goto(`${bench.server.address}${path}`);
  const field = (name: string) => page.getByRole("textbox", { name, exact: true });
  const button = (name: string) => page.getByRole("button", { name, exact: true });

  test("a first visit loads less JavaScript than the limit", () => {
    const sizes = JSON.parse(readFileSync(join(import.meta.dirname, "../dist/sizes.json"), "utf8"));
    expect(sizes.firstLoad).toBeLessThan(sizes.limit);
  });

  test("on a new server one begins with a tenant", async () => {
    await page.getByLabel("Name of the tenant").fill("Klant A");
    await button("Add tenant").click();
    await page.getByText("No flows yet").waitFor();
    expect(new URL(page.url()).pathname).toBe("/t/klant-a/flows");
    await expectAccessible(page);
  });

  test("a template becomes a customer's flow: its variable bound, its settings filled in", async () => {
    await button("From a template").first().click();
    await page.getByRole("button", { name: /^Use: .*LoketRefreshToken/ }).click();
    await field("Name of the new flow").fill(FLOW);
    await page.getByLabel("Name here: Loket_Refresh_Token_TEST").fill(VARIABLE);
    await button("Paste").click();
    await page.locator(".box").nth(7).waitFor();
    expect(await page.locator(".box").count()).toBe(8);
    await expectAccessible(page);

    await page.getByRole("link", { name: "Settings" }).click();
    await field("loket_authentication_server_url Test").fill(bench.rehearsal.url);
    await field("loket_client_id Test").fill(CLIENT);
    await field("loket_client_secret Test").fill("Welkom01");
    await button("Save").click();
    await page.getByText("Saved", { exact: true }).waitFor();
    await expectAccessible(page);
  });

  test("the first token goes into an encrypted variable, and is not shown again", async () => {
    await page.getByRole("link", { name: "Tenant variables" }).click();
    await button("New variable").first().click();
    const token = bench.rehearsal.issueRefreshToken(CLIENT);
    await field("Name").fill(VARIABLE);
    await field("Value, Test").fill(token);
    await page.getByRole("checkbox", { name: "Encrypt" }).check();
    await page.getByRole("dialog").getByRole("button", { name: "New variable" }).click();
    await page.getByRole("cell", { name: VARIABLE, exact: true }).waitFor();
    expect(await page.content()).not.toContain(token);
    await page.getByRole("link", { name: FLOW }).waitFor();
    await expectAccessible(page);
  });

  test("it is installed with a remark and run, and its trace shows the new token being kept, and no token", async () => {
    await open(`/t/klant-a/flows/${FLOW}`);
    await button("Install").click();
    await field("Remark").fill("First one");
    await page.getByRole("dialog").getByRole("button", { name: "Install" }).click();
    await page.getByText(`${FLOW} 1 runs in Test`).waitFor();
    await button("Run now").click();
    await page.locator(".run-head .badge.completed").waitFor();
    await page.locator(".steps li").nth(7).waitFor();
    await page.getByRole("button", { name: /^get-refresh-token/ }).click();
    expect(await page.locator(".step .values").first().textContent()).toContain("•••");
    expect(bench.rehearsal.status().everyTokenSpentOnce).toBe(true);
    expect(await page.locator(".react-flow__edge.taken").count()).toBe(7);
    await expectAccessible(page);
  });

  test("nodes are copied as text, and pasted into another tenant with a binding", async () => {
    await open(`/t/klant-a/flows/${FLOW}`);
    await page.locator(".box").nth(7).waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");
    await page.getByText("8 nodes copied as text").waitFor();
    const text = (await page.evaluate("navigator.clipboard.readText()")) as string;
    expect(JSON.parse(text)).toMatchObject({ clipboard: "flow/1", needs: { tenantVariables: [VARIABLE] } });
    expect(text).not.toContain("Welkom01");

    await page.evaluate(
      `fetch("/api/v1/tenants", { method: "POST", headers: { "content-type": "application/json" }, body: '{"id":"klant-b","name":"Klant B"}' })`,
    );
    await open("/t/klant-b/flows");
    await button("New flow").first().click();
    await field("Name").fill("Empty");
    await page.getByRole("dialog").getByRole("button", { name: "New flow" }).click();
    await page.getByText("Click a component on the left").waitFor();
    await page.keyboard.press("Control+v");
    await page.getByLabel(`Name here: ${VARIABLE}`).fill("Loket_Refresh_Token_B");
    await button("Paste").click();
    await page.getByText(/Not there yet: .*Loket_Refresh_Token_B/).waitFor();
    expect(await page.locator(".box").count()).toBe(8);
    await page.keyboard.press("Control+z");
    await page.getByText("Click a component on the left").waitFor();
    await page.keyboard.press("Control+y");
    await page.keyboard.press("Control+s");
    await page.getByText("Saved", { exact: true }).first().waitFor();
  });

  test("a flow is drawn with keys alone, and a mistake is mended from its marker", async () => {
    await open("/t/klant-b/flows");
    await button("New flow").first().click();
    await field("Name").fill("Drawn");
    await page.getByRole("dialog").getByRole("button", { name: "New flow" }).click();
    await page.getByText("Click a component on the left").waitFor();
    for (const name of ["set body", "http"]) {
      await page.keyboard.press("/");
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
      await page.keyboard.press("Escape");
      await page.getByRole("searchbox", { name: "Find a component" }).blur();
    }
    await page.locator(".box").nth(1).waitFor();
    expect(await page.locator(".react-flow__edge").count()).toBe(1);
    await page.locator(".mark.error").first().waitFor();
    await page
      .getByRole("button", { name: /^mistake http/ })
      .first()
      .click();
    await page.getByRole("complementary", { name: "Node http" }).waitFor();
    const url = page.getByRole("textbox", { name: "URL" });
    await url.click();
    await page.keyboard.type("https://example.com/${header.oops");
    await page.locator('[data-setting="url"] .field-error').first().waitFor();
    await page.keyboard.type("}");
    await page.locator('[data-setting="url"] .field-error').first().waitFor({ state: "detached" });
    await expectAccessible(page);
  });

  test("picture and text are one: what is typed is drawn, what is drawn is typed", async () => {
    await button("JSON beside the picture").click();
    const text = page.getByRole("textbox", { name: "The flow as JSON" });
    await text.waitFor();
    expect(await text.textContent()).toContain("https://example.com/");
    await text.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(
      '{"flow":1,"name":"Drawn","nodes":[{"id":"only","type":"Log","settings":{"message":"hi"}}],"links":[]}',
    );
    await page.locator('.react-flow__node[data-id="only"]').waitFor();
    expect(await page.locator(".box").count()).toBe(1);
  });

  test("a failed run is found, understood and replayed", async () => {
    const token = bench.rehearsal.issueRefreshToken(CLIENT);
    await open("/t/klant-a/variables");
    await page.getByRole("button", { name: `Edit the value of ${VARIABLE}` }).click();
    await page.getByRole("textbox", { name: `Edit the value of ${VARIABLE}` }).fill("no-token");
    await page.keyboard.press("Enter");
    await page.getByText(`${VARIABLE} is saved`).waitFor();
    await open(`/t/klant-a/flows/${FLOW}`);
    await button("Run now").click();
    await page.locator(".run-head .badge.failed").waitFor();
    await page.getByRole("link", { name: "Runs" }).click();
    await page.getByLabel("Status").selectOption("failed");
    await page
      .getByRole("cell", { name: /get-new-tokens:/ })
      .first()
      .waitFor();
    await expectAccessible(page);
    await page.getByRole("table").getByRole("link", { name: FLOW }).first().click();
    await page.locator(".box.ran-error").waitFor();
    await page.locator(".step .alert").waitFor();

    await open("/t/klant-a/variables");
    await page.getByRole("button", { name: `Edit the value of ${VARIABLE}` }).click();
    await page.getByRole("textbox", { name: `Edit the value of ${VARIABLE}` }).fill(token);
    await page.keyboard.press("Enter");
    await page.getByText(`${VARIABLE} is saved`).waitFor();
    await open("/t/klant-a/runs?status=failed");
    await page.getByRole("table").getByRole("link", { name: FLOW }).first().click();
    await button("Replay").click();
    await page.locator(".run-head .badge.completed").waitFor();
  });

  test("two who change one variable do not overwrite each other unknowingly", async () => {
    await open("/t/klant-b/variables");
    await button("New variable").first().click();
    await field("Name").fill("Shared");
    await field("Value, Test").fill("first");
    await page.getByRole("dialog").getByRole("button", { name: "New variable" }).click();
    await page.getByRole("button", { name: "Edit the value of Shared" }).click();
    const editor = page.getByRole("textbox", { name: "Edit the value of Shared" });
    await editor.fill("mine");
    await page.evaluate(
      `fetch("/api/v1/tenants/klant-b/variables/Shared", { method: "PUT", headers: { "content-type": "application/json" }, body: '{"test":{"value":"theirs"}}' })`,
    );
    await editor.press("Enter");
    await page.getByText("Somebody changed Shared meanwhile. It is now: theirs").waitFor();
    await expectAccessible(page);
    await button("Save mine all the same").click();
    await page.getByText("Shared is saved", { exact: true }).last().waitFor();
    await page.getByRole("cell", { name: "mine" }).waitFor();
  });

  test("a whole flow travels as text, and becomes a flow elsewhere", async () => {
    await open("/t/klant-a/flows");
    await button(`What to do with ${FLOW}`).click();
    await button("Copy as text").click();
    await page.getByText(`${FLOW} is copied as text`).waitFor();
    const text = (await page.evaluate("navigator.clipboard.readText()")) as string;
    await open("/t/klant-b/flows");
    await button("Paste or import").click();
    await page.getByLabel("Copied nodes or flow").fill(text);
    await field("Name of the new flow").fill("Copied");
    await button("Paste").click();
    await page.locator(".box").nth(7).waitFor();
  });

  test("a person consents at the provider's own page, and the grant is ready", async () => {
    await open("/t/klant-a/flows");
    await button("From a template").click();
    await page.getByRole("button", { name: /^Use: SetOAuth2Token/ }).click();
    await field("Name of the new flow").fill("OAuth");
    await button("Paste").click();
    await page.locator(".box").nth(1).waitFor();
    await page.getByRole("link", { name: "Settings" }).click();
    await field("oauth2_authorization_url Test").fill(`${bench.rehearsal.url}/authorize`);
    await field("oauth2_token_url Test").fill(`${bench.rehearsal.url}/token`);
    await field("oauth2_client_id Test").fill(CLIENT);
    await button("Save").click();
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Design" }).click();
    await button("Install").click();
    await page.getByRole("dialog").getByLabel("oauth2_client_secret").fill("Welkom01");
    await page.getByRole("dialog").getByRole("button", { name: "Install" }).click();
    await page.getByText("OAuth 1 runs in Test").waitFor();
    await page.locator('.react-flow__node[data-id="set-oauth2-token"]').click();
    await page.getByText("needs consent").waitFor();
    const popup = page.waitForEvent("popup");
    await button("Authorize").click();
    const provider = await popup;
    await provider.locator("input[name=user]").fill("demo");
    await provider.locator("input[name=password]").fill("Welkom01");
    await provider.getByRole("button", { name: "Sign in" }).click();
    await provider.getByRole("button", { name: "Allow" }).click();
    await provider.getByText("OAuth2 token received with success!").waitFor();
    await provider.close();
    await page.locator(".grant .badge.good").waitFor();
    await page.getByRole("link", { name: "Grants" }).click();
    await page.locator("tbody tr button").first().click();
    await page.locator(".timeline li").first().waitFor();
    expect(bench.rehearsal.status().everyTokenSpentOnce).toBe(true);
    await expectAccessible(page);
  });

  test.each(["events", "audit", "keys"])("the page of %s keeps nobody out, in Dutch and in the dark", async (name) => {
    await open(`/t/klant-a/${name}`);
    await page.locator("h1").waitFor();
    await button("Nederlands").click();
    await button("Thema: zoals het systeem").click();
    await button("Thema: licht").click();
    await expectAccessible(page);
    await button("Thema: donker").click();
    await button("English").click();
  });

  test("Production is another colour, and stays chosen", async () => {
    await open("/t/klant-a/flows");
    await page.locator("h1").waitFor();
    const band = () => page.evaluate("getComputedStyle(document.querySelector('.top')).borderBottomColor");
    const before = await band();
    await page.getByText("Production", { exact: true }).first().click();
    expect(await band()).not.toBe(before);
    await page.reload();
    await page.locator("label.chosen.production").waitFor();
    await expectAccessible(page);
  });
});
