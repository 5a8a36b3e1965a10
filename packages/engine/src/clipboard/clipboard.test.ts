import type { FlowDocument } from "@mortise/contract";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryFlow } from "../document/arbitrary-flow.fixture.ts";
import { formatFlow } from "../document/format-flow.ts";
import { readFlow } from "../document/read-flow.ts";
import { components } from "../document/specs.fixture.ts";
import { copyNodes } from "./copy-nodes.ts";
import { pasteClipboard } from "./paste-clipboard.ts";
import { readClipboard } from "./read-clipboard.ts";

const template: FlowDocument = {
  flow: 1,
  name: "Template",
  properties: {
    api_url: { test: "https://api.test", production: "https://api" },
    client_secret: { test: "Welkom01", production: "not-for-others" },
    key: { secret: true },
    unused: { test: "x", production: null },
  },
  nodes: [
    { id: "get-token", type: "GetTenantVariable", settings: { header: "token", variable: "Token_TEST" } },
    {
      id: "say",
      type: "GetTenantVariable",
      settings: {
        header: "#{api_url}/#{client_secret}/@{Token_TEST}",
        variable: { language: "constant", source: "Token_TEST" },
      },
    },
    { id: "last", type: "GetTenantVariable", settings: { header: "h", variable: "${header.dynamic}" } },
  ],
  links: [
    { from: "get-token", to: "say" },
    { from: "say", to: "last" },
  ],
  layout: { "get-token": [0, 0], say: [200, 0], last: [400, 0] },
};

describe("copy", () => {
  it("takes only links with both ends, the properties in use, and says what is needed", () => {
    const clipboard = copyNodes(template, components, { nodes: ["get-token", "say"] });
    expect(clipboard.links).toEqual([{ from: "get-token", to: "say" }]);
    expect(Object.keys(clipboard.properties ?? {})).toEqual(["api_url", "client_secret"]);
    expect(Object.keys(clipboard.layout ?? {})).toEqual(["get-token", "say"]);
    expect(clipboard.needs).toEqual({
      properties: ["api_url", "client_secret"],
      tenantVariables: ["Token_TEST"],
      grants: [],
      endpoints: [],
    });
  });

  it("lets no secret and no Production value out, unless asked for the latter", () => {
    expect(JSON.stringify(copyNodes(template, components))).not.toMatch(/Welkom01|not-for-others|"https:\/\/api"/);
    const withValues = JSON.stringify(copyNodes(template, components, { withValues: true }));
    expect(withValues).toContain('"https://api"');
    expect(withValues).not.toMatch(/Welkom01|not-for-others/);
  });

  it("puts a secret property where a password, key or token stood in a setting", () => {
    const settings = {
      url: "https://x",
      form: { client_secret: "Welkom01", grant_type: "refresh_token", refresh_token: "${header.token}" },
      auth: { type: "basic", user: "u", password: "geheim" },
    };
    const headers = [{ name: "Authorization", value: { language: "constant", source: "Bearer abcdef" } }];
    const nodes = [
      { id: "call", type: "HTTP", settings },
      { id: "heads", type: "SetHeaders", settings: { headers } },
    ];
    const properties = { call_password: { test: "other", production: null } };
    const flow: FlowDocument = { flow: 1, name: "x", properties, nodes, links: [{ from: "call", to: "heads" }] };
    const clipboard = copyNodes(flow, components, { withValues: true });
    expect(JSON.stringify(clipboard)).not.toMatch(/Welkom01|geheim|abcdef|other/);
    expect(clipboard.nodes[0]?.settings).toEqual({
      url: "https://x",
      form: { client_secret: "#{call_client_secret}", grant_type: "refresh_token", refresh_token: "${header.token}" },
      auth: { type: "basic", user: "u", password: "#{call_password_2}" },
    });
    expect(clipboard.nodes[1]?.settings).toEqual({
      headers: [{ name: "Authorization", value: "Bearer #{heads_Authorization}" }],
    });
    const { flow: pasted, unresolved } = pasteClipboard(undefined, clipboard, { components });
    expect(readFlow(pasted, components).mistakes).toEqual([]);
    expect(unresolved.properties).toEqual(["call_client_secret", "call_password_2", "heads_Authorization"]);
  });

  it("names a node that is not there, and the one that was meant", () => {
    expect(() => copyNodes(template, components, { nodes: ["get-tokn"] })).toThrowError(
      /get-tokn.*did you mean "get-token"/,
    );
  });
});

describe("paste", () => {
  const clipboard = copyNodes(template, components);

  it("binds a name in every notation in which it occurs, and guesses nothing", () => {
    const { flow, unresolved } = pasteClipboard(undefined, clipboard, {
      components,
      bindings: { Token_TEST: "Token_KLANT" },
    });
    expect(JSON.stringify(flow.nodes)).not.toContain("Token_TEST");
    expect(JSON.stringify(flow.nodes).match(/Token_KLANT/g)).toHaveLength(3);
    expect(unresolved).toEqual({ properties: ["client_secret"], tenantVariables: [], grants: [], endpoints: [] });
    expect(pasteClipboard(undefined, clipboard, { components }).unresolved.tenantVariables).toEqual(["Token_TEST"]);
    expect(
      pasteClipboard(undefined, clipboard, { components, known: { tenantVariables: new Set(["Token_TEST"]) } })
        .unresolved.tenantVariables,
    ).toEqual([]);
  });

  it("gives clashing ids a number, with links and layout, and keeps the properties that were there", () => {
    const once = pasteClipboard(undefined, clipboard, { components }).flow;
    const { flow, renamed, addedProperties } = pasteClipboard(
      { ...once, properties: { ...once.properties, api_url: { test: "mine", production: null } } },
      clipboard,
      { components },
    );
    expect(renamed).toEqual({ "get-token": "get-token-2", say: "say-2", last: "last-2" });
    expect(flow.links.slice(2)).toEqual([
      { from: "get-token-2", to: "say-2" },
      { from: "say-2", to: "last-2" },
    ]);
    expect(flow.layout?.["say-2"]).toEqual([200, 120]);
    expect(addedProperties).toEqual([]);
    expect(flow.properties?.api_url).toEqual({ test: "mine", production: null });
  });

  it("refuses a binding of a name that nothing uses", () => {
    expect(() => pasteClipboard(undefined, clipboard, { components, bindings: { Token_TETS: "x" } })).toThrowError(
      /Token_TETS.*did you mean "Token_TEST"/,
    );
  });

  it.each(["", " Token", "a b", "${header.x}", "x}y", "a@{b}"])(
    "refuses a binding to what is no name there: %j",
    (target) => {
      const paste = () => pasteClipboard(undefined, clipboard, { components, bindings: { Token_TEST: target } });
      expect(paste).toThrowError(expect.objectContaining({ code: "API_INVALID", pointer: "/bindings" }));
    },
  );

  it("binds a name that no notation holds to any name", () => {
    const nodes = copyNodes(template, components, { nodes: ["get-token"] });
    const { flow } = pasteClipboard(undefined, nodes, { components, bindings: { Token_TEST: "Token van de klant" } });
    expect(flow.nodes[0]?.settings?.variable).toBe("Token van de klant");
  });

  it("takes a template as it is written, and no text that is not meant for a flow", () => {
    expect(readClipboard(formatFlow(template, components), components).clipboard?.properties).toMatchObject({
      client_secret: { test: "Welkom01" },
    });
    for (const text of ["hello", '{"nodes": []}', '{"clipboard": "flow/2", "nodes": []}', "[]"]) {
      const { clipboard: none, mistakes } = readClipboard(text, components);
      expect(none, text).toBeUndefined();
      expect(mistakes.length, text).toBeGreaterThan(0);
    }
  });

  it("gives a whole flow back as it was, through text", () => {
    fc.assert(
      fc.property(arbitraryFlow, (flow) => {
        const text = JSON.stringify(copyNodes(flow, components, { withValues: true }));
        const { clipboard: read } = readClipboard(text, components);
        if (!read) throw new Error("the clipboard could not be read again");
        const again = pasteClipboard(undefined, read, { components }).flow;
        // In canonical text: `HTTPComponent` is HTTP, and `$schema` is where the file lies.
        const { $schema: _, ...sent } = flow;
        const secretsGone = Object.fromEntries(
          Object.entries(sent.properties ?? {}).map(([name, property]) => [name, again.properties?.[name] ?? property]),
        );
        const canonical = (value: object) => formatFlow(readFlow(value, components).flow as FlowDocument, components);
        expect(canonical(again)).toBe(canonical({ ...sent, ...(sent.properties ? { properties: secretsGone } : {}) }));
      }),
      { numRuns: 100 },
    );
  });
});
