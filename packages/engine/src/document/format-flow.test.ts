import { type FlowDocument, parseDuration, type SettingSchema } from "@mortise/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryFlow } from "./arbitrary-flow.fixture.ts";
import { formatFlow } from "./format-flow.ts";
import { readFlow } from "./read-flow.ts";
import { components } from "./specs.fixture.ts";

const format = (document: unknown): string => {
  const { flow, mistakes } = readFlow(document, components);
  expect(mistakes).toEqual([]);
  return formatFlow(flow!, components);
};

const untidy = {
  layout: { filter: [400, 0], gone: [1, 1], timer: [0, 0] },
  links: [
    { to: "get-token", from: "timer", output: "out" },
    { from: "get-token", to: "script" },
    { from: "script", to: "call" },
    { from: "call", to: "heads" },
    { from: "heads", to: "filter" },
  ],
  nodes: [
    { type: "TimerComponent", id: "timer", settings: { cron: "0 0 0 * * ?", method: "cron", count: -1 }, label: "" },
    {
      id: "get-token",
      settings: { variable: "Loket_Refresh_Token_KLANT", header: "loket_refresh_token" },
      type: "GetTenantVariable",
    },
    {
      id: "script",
      type: "Script",
      label: "Last day?",
      settings: { source: "import java.time.LocalDate\r\nLocalDate.now()", language: "groovy" },
    },
    {
      id: "call",
      type: "HTTP",
      settings: {
        timeout: "1m",
        form: {
          grant_type: "refresh_token",
          refresh_token: { source: "${header.loket_refresh_token}", language: "simple" },
          client_id: "#{loket_client_id}",
        },
        url: "#{loket_api_url}/token",
        method: "POST",
        auth: { password: "#{s}", user: "x", type: "basic" },
      },
    },
    {
      id: "heads",
      type: "SetHeaders",
      settings: {
        headers: [
          { value: "Bearer ${header.access_token}", name: "Authorization" },
          { name: "Content-Type", value: "application/x-www-form-urlencoded" },
        ],
      },
    },
    { id: "filter", type: "Filter", settings: { expression: "${header.isLastDay} == 'true'" } },
  ],
  properties: {
    loket_api_url: { production: "https://api.loket.nl", test: "https://api.loket-acc.nl" },
    loket_client_id: { test: "T" },
    s: { secret: true },
  },
  options: { trace: "1 week", timeZone: "Europe/Amsterdam", timeout: 20_000 },
  name: "Loket_Koppeling_KLANT",
  description: "",
  flow: 1,
};

const tidy = `{
  "flow": 1,
  "name": "Loket_Koppeling_KLANT",
  "options": { "trace": "1 week" },
  "properties": {
    "loket_api_url": { "test": "https://api.loket-acc.nl", "production": "https://api.loket.nl" },
    "loket_client_id": { "test": "T", "production": null },
    "s": { "secret": true }
  },
  "nodes": [
    { "id": "timer", "type": "Timer", "settings": { "cron": "0 0 0 * * ?" } },
    { "id": "get-token", "type": "GetTenantVariable",
      "settings": { "header": "loket_refresh_token", "variable": "Loket_Refresh_Token_KLANT" } },
    { "id": "script", "type": "Script", "label": "Last day?",
      "settings": { "source": [
        "import java.time.LocalDate",
        "LocalDate.now()" ] } },
    { "id": "call", "type": "HTTP",
      "settings": {
        "method": "POST",
        "url": "#{loket_api_url}/token",
        "form": {
          "grant_type": "refresh_token",
          "refresh_token": "\${header.loket_refresh_token}",
          "client_id": "#{loket_client_id}" },
        "auth": { "type": "basic", "user": "x", "password": "#{s}" } } },
    { "id": "heads", "type": "SetHeaders",
      "settings": { "headers": [
        { "name": "Authorization", "value": "Bearer \${header.access_token}" },
        { "name": "Content-Type", "value": "application/x-www-form-urlencoded" } ] } },
    { "id": "filter", "type": "Filter", "settings": { "expression": "\${header.isLastDay} == 'true'" } }
  ],
  "links": [
    { "from": "timer", "to": "get-token" },
    { "from": "get-token", "to": "script" },
    { "from": "script", "to": "call" },
    { "from": "call", "to": "heads" },
    { "from": "heads", "to": "filter" }
  ],
  "layout": { "timer": [0, 0], "filter": [400, 0] }
}
`;

test("an untidy document becomes the canonical text", () => {
  expect(format(untidy)).toBe(tidy);
});

test("the canonical text is what it stays", () => {
  expect(format(tidy)).toBe(tidy);
});

test("formatting and reading again gives the same text, whatever the flow", () => {
  fc.assert(
    fc.property(arbitraryFlow, (document) => {
      const text = format(document);
      expect(format(text)).toBe(text);
    }),
    { numRuns: 200 },
  );
});

/** Settings with every default spelled out and each way of writing a thing replaced by one, by code of the test's own. */
function meaning(document: FlowDocument) {
  const nodes = document.nodes.map(({ label, ...node }) => {
    const type = node.type.replace("Component", "");
    const declared = Object.entries(components.get(type)!.spec.settings.properties as Record<string, SettingSchema>);
    const settings = declared.map(([name, { kind, default: otherwise }]) => {
      const value = node.settings?.[name] ?? otherwise;
      if (kind === "duration") return [name, parseDuration(value)];
      return [name, kind === "source" && Array.isArray(value) ? value.join("\n") : value];
    });
    return { ...node, type, label: label || undefined, settings: Object.fromEntries(settings) };
  });
  const plain = JSON.stringify(nodes, (_, value) => (value?.language === "simple" ? value.source : value));
  const properties = Object.entries(document.properties ?? {}).map(([name, property]) =>
    "secret" in property
      ? [name, "secret"]
      : [name, property.description || undefined, property.test ?? null, property.production ?? null],
  );
  const links = document.links.map(({ from, output = "out", to }) => [from, output, to]);
  return {
    nodes: JSON.parse(plain),
    links,
    properties,
    layout: document.layout ?? {},
    description: document.description || undefined,
  };
}

test("formatting loses nothing of what a flow means", () => {
  fc.assert(
    fc.property(arbitraryFlow, (document) => {
      const { flow } = readFlow(format(document), components);
      expect(meaning(flow!)).toEqual(meaning(document));
    }),
    { numRuns: 200 },
  );
});

test("a flow without links says so", () => {
  expect(format({ flow: 1, name: "x", nodes: [{ id: "a", type: "SetBody", settings: { body: "" } }] })).toContain(
    '"links": []',
  );
});

test("a default that has to be written stays, and so does a setting that no component declares", () => {
  const text = formatFlow(
    {
      flow: 1,
      name: "x",
      nodes: [{ id: "a", type: "HTTP", settings: { url: "x", more: 1, auth: { type: "none" } } }],
      links: [],
    },
    components,
  );
  expect(text).toContain('"settings": { "url": "x", "auth": { "type": "none" }, "more": 1 }');
});
