import { MortiseError } from "@mortise/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { copyNodes } from "../clipboard/copy-nodes.ts";
import { pasteClipboard } from "../clipboard/paste-clipboard.ts";
import { readClipboard } from "../clipboard/read-clipboard.ts";
import { arbitraryFlow } from "../document/arbitrary-flow.fixture.ts";
import { formatFlow } from "../document/format-flow.ts";
import { hasErrors } from "../document/mistakes.ts";
import { readFlow } from "../document/read-flow.ts";
import { components } from "../document/specs.fixture.ts";
import { compilePlan } from "../plan/plan.ts";
import { checkFlow } from "./check-flow.ts";
import { context } from "./context.fixture.ts";

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    "",
    "${",
    "#{",
    "#{x}",
    "@{",
    "../x",
    "0 0 0 * * ?",
    "node-1",
    "out",
    [],
    {},
    [[]],
    { language: "simple" },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** What is done to one place of a document. */
const change = fc.record({ at: fc.nat(), how: fc.constantFrom("replace", "remove", "rename", "add"), value: junk });

type Change = { readonly at: number; readonly how: string; readonly value: unknown };

function spoil(document: unknown, { at, how, value: shared }: Change): void {
  const value = structuredClone(shared);
  const places: { readonly inside: { [key: string]: unknown }; readonly key: string }[] = [];
  const visit = (inside: unknown): void => {
    if (inside === null || typeof inside !== "object") return;
    for (const key of Object.keys(inside)) {
      places.push({ inside: inside as { [key: string]: unknown }, key });
      visit((inside as { [key: string]: unknown })[key]);
    }
  };
  visit(document);
  const place = places[at % Math.max(1, places.length)];
  if (!place) return;
  const { inside, key } = place;
  if (how === "replace") inside[key] = value;
  else if (how === "add") inside[`${key}x`] = value;
  else {
    const was = inside[key];
    if (Array.isArray(inside)) inside.splice(Number(key), 1);
    else delete inside[key];
    if (how === "rename" && !Array.isArray(inside)) inside[key.toUpperCase()] = was;
  }
}

const spoilt = fc.tuple(arbitraryFlow, fc.array(change, { minLength: 1, maxLength: 4 })).map(([flow, changes]) => {
  const document: unknown = structuredClone(flow);
  for (const each of changes) spoil(document, each);
  return document;
});

const isUsable = ({ code, message, severity }: { code?: unknown; message?: unknown; severity?: unknown }) =>
  typeof code === "string" &&
  typeof message === "string" &&
  !message.includes("undefined") &&
  (severity === "error" || severity === "warning");

test("whatever is done to a document, it is answered with mistakes that say what, and a flow without any compiles", () => {
  fc.assert(
    fc.property(spoilt, fc.constantFrom("test" as const, "production" as const), (document, environment) => {
      const mistakes = checkFlow(document, { ...context, environment, givenSecrets: ["s"] });
      expect(mistakes.filter((mistake) => !isUsable(mistake))).toEqual([]);
      const { flow } = readFlow(document, components);
      if (!flow) {
        expect(hasErrors(mistakes)).toBe(true);
        return;
      }
      expect(readFlow(formatFlow(flow, components), components).flow).toBeDefined();
      if (hasErrors(mistakes)) return;
      compilePlan(flow, { ...context, environment, secrets: { s: "x" } });
    }),
    { numRuns: 500 },
  );
});

test("whatever is copied or comes in as a clipboard, pasting it fails in words or gives a flow that can be read", () => {
  fc.assert(
    fc.property(spoilt, (document) => {
      const { flow } = readFlow(document, components);
      const clipboards = [
        readClipboard(
          {
            ...(document as object),
            flow: undefined,
            name: undefined,
            options: undefined,
            description: undefined,
            clipboard: "flow/1",
          },
          components,
        ).clipboard,
      ];
      if (flow) clipboards.push(copyNodes(flow, components, { nodes: flow.nodes.slice(0, 2).map(({ id }) => id) }));
      for (const clipboard of clipboards) {
        if (!clipboard) continue;
        try {
          const once = pasteClipboard(undefined, clipboard, { components }).flow;
          const twice = pasteClipboard(once, clipboard, { components }).flow;
          const before = readFlow(once, components).mistakes.map(({ code }) => code);
          const ids = twice.nodes.map(({ id }) => id);
          if (!before.includes("FLOW_DUPLICATE_ID")) expect(new Set(ids).size).toBe(ids.length);
        } catch (error) {
          if (!(error instanceof MortiseError)) throw error;
        }
      }
    }),
    { numRuns: 300 },
  );
});
