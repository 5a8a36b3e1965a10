import type { FlowNode } from "@mortise/contract";
import { expect, test } from "vitest";
import { constantText, referencesOf, renameReferences } from "./references.ts";
import { components } from "./specs.fixture.ts";

const names = (node: Omit<FlowNode, "id">) =>
  referencesOf({ id: "a", ...node }, components).map(({ kind, name, pointer, form }) => [kind, name, pointer, form]);

test("names are found in every notation, wherever a text stands", () => {
  const settings = {
    url: "#{api_url}/@{Path_KLANT}/${header.id}",
    form: {
      client_id: { language: "simple", source: "#{client.id}" },
      x: { language: "groovy", source: "body + '@{a-b}'" },
    },
    excludeHeaders: ["#{secret_header}"],
    auth: { type: "basic", user: "@{User}", password: "#{password}" },
    grant: "loket",
  };
  expect(names({ type: "HTTP", settings })).toEqual([
    ["property", "api_url", "/url", "notation"],
    ["tenantVariable", "Path_KLANT", "/url", "notation"],
    ["property", "client.id", "/form/client_id", "notation"],
    ["tenantVariable", "a-b", "/form/x", "notation"],
    ["property", "secret_header", "/excludeHeaders/0", "notation"],
    ["tenantVariable", "User", "/auth/user", "notation"],
    ["property", "password", "/auth/password", "notation"],
    ["grant", "loket", "/grant", "constant"],
  ]);
});

test.each([
  ["Loket_Token", "Loket_Token"],
  [{ language: "constant", source: "${literally}" }, "${literally}"],
  [{ language: "simple", source: "Loket Token" }, "Loket Token"],
])("the constant text of a setting that names a variable is a name: %j", (variable, name) => {
  expect(names({ type: "GetTenantVariable", settings: { header: "h", variable } })).toEqual([
    ["tenantVariable", name, "/variable", "constant"],
  ]);
});

test.each([
  "Loket_${header.customer}",
  "$simple{body}",
  "Token_#{customer}",
  { language: "groovy", source: "'Loket'" },
])("a name that depends on something is not a constant: %j", (variable) => {
  expect(constantText(variable)).toBeUndefined();
});

test("a script reads flow properties, and its other text is no notation", () => {
  const source = [
    "def url = flow.properties.api_url + flow.properties['a.b'] + flow.properties.get(\"c\") + flow.properties?.d",
    "// #{not_this} @{nor_this} myflow.properties.x",
  ];
  expect(names({ type: "Script", settings: { source } })).toEqual([
    ["property", "api_url", "/source", "script"],
    ["property", "a.b", "/source", "script"],
    ["property", "c", "/source", "script"],
    ["property", "d", "/source", "script"],
  ]);
});

test("a name is replaced in every notation and nothing else is touched", () => {
  const rename = (_: string, name: string) => ({ Old: "New", old: "new-name" })[name];
  const node = (variable: unknown, value: unknown): FlowNode =>
    ({ id: "a", type: "SetTenantVariable", settings: { variable, value } }) as FlowNode;
  expect(renameReferences(node("Old", "@{Old} Old @{Older} #{old}"), components, rename)).toEqual(
    node("New", "@{New} Old @{Older} #{new-name}"),
  );
  expect(renameReferences(node({ language: "constant", source: "Old" }, "Old"), components, rename)).toEqual(
    node({ language: "constant", source: "New" }, "Old"),
  );
});

test("a property renamed to what is no identifier stays readable to a script", () => {
  const script = (source: unknown) => ({ id: "a", type: "Script", settings: { source } }) as FlowNode;
  const renamed = renameReferences(
    script(["flow.properties.old", "flow.properties['old']"]),
    components,
    () => "new-name",
  );
  expect(renamed).toEqual(script(["flow.properties['new-name']", "flow.properties['new-name']"]));
});

test("a node of an unknown component is searched as text", () => {
  expect(names({ type: "Gone", settings: { a: { b: ["#{x}"] } } })).toEqual([["property", "x", "/a/b/0", "notation"]]);
});
