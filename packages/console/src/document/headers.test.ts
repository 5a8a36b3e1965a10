import { expect, test } from "vitest";
import type { Component } from "../api/schema.generated.ts";
import type { FlowDocument } from "./flow-document.ts";
import { headersAt, variablesOf } from "./headers.ts";

const http = { type: "HTTP", writes: { CamelHttpResponseCode: "The status.", "(answer's headers)": "All." } };
const specs = new Map([["HTTP", http as unknown as Component]]);

const flow: FlowDocument = {
  flow: 1,
  name: "A",
  nodes: [
    { id: "get", type: "GetTenantVariable", settings: { header: "token", variable: "Token_A" } },
    {
      id: "set",
      type: "SetHeaders",
      settings: {
        headers: [
          { name: "Accept", value: "@{Kind}" },
          { name: "TOKEN", value: "x" },
        ],
      },
    },
    { id: "call", type: "HTTP", settings: { url: "https://a" } },
    {
      id: "script",
      type: "Script",
      settings: { source: ["request.setHeader('from_script', 1)", "headers.short = 2"] },
    },
    { id: "end", type: "Log" },
    { id: "aside", type: "SetHeader", settings: { name: "never", value: "1" } },
  ],
  links: [
    { from: "get", to: "set" },
    { from: "set", to: "call" },
    { from: "call", to: "script" },
    { from: "script", to: "end" },
  ],
};

test("a node is offered the headers that nodes before it set, once each whatever the case", () => {
  expect(headersAt(flow, "end", specs).map(({ name, by }) => `${name} ${by}`)).toEqual([
    "Accept set",
    "CamelHttpResponseCode call",
    "from_script script",
    "short script",
    "token get",
  ]);
});

test("what comes after a node, or beside it, is not offered", () => {
  expect(headersAt(flow, "set", specs).map(({ name }) => name)).toEqual(["token"]);
});

test("a document's tenant variables are found in settings and in text", () => {
  expect([...variablesOf(flow)].sort()).toEqual(["Kind", "Token_A"]);
});
