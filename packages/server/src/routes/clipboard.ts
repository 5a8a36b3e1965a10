import { type FlowDocument, mortiseError, Type } from "@mortise/contract";
import { copyNodes, formatFlow, pasteClipboard, readClipboard } from "@mortise/engine";
import { setVersion } from "../api/etag.ts";
import { route } from "../api/route.ts";
import { FlowParams, object } from "../api/schemas.ts";
import { invalidFlow, readDraft } from "../flows/check.ts";
import type { Runtime } from "../runtime.ts";
import { FLOW_BODY, noFlow } from "./flows.ts";

const Clipboard = Type.Unknown({
  title: "Clipboard",
  description: "The envelope `flow/1` that nodes travel in, as text or as JSON.",
});

const Unsaved = Type.Unknown({
  title: "FlowDocument",
  description: "The document to take instead of the draft, where it was changed and not saved.",
});

const Names = Type.Array(Type.String());

const Needs = object({ properties: Names, tenantVariables: Names, grants: Names, endpoints: Names }, "Needs");

export const clipboardRoutes = [
  route({
    method: "POST",
    path: "/tenants/{tenant}/flows/{flow}/copy",
    id: "copyNodes",
    tag: "flows",
    summary: "Copies nodes of the draft, or all of it; nothing secret travels",
    role: "viewer",
    params: FlowParams,
    optionalBody: true,
    bodyLimit: FLOW_BODY,
    body: object({
      nodes: Type.Optional(Type.Array(Type.String(), { maxItems: 2_000 })),
      document: Type.Optional(Unsaved),
      withValues: Type.Optional(Type.Boolean({ description: "With the values that properties have in Production." })),
    }),
    answers: { 200: { description: "The clipboard", schema: Clipboard } },
    async handle({ runtime, params, body }) {
      const { document, ...options } = body ?? {};
      const flow =
        document === undefined
          ? await savedFlow(runtime, params.tenant, params.flow)
          : readDraft(runtime, document).flow;
      return copyNodes(flow, runtime.components, options);
    },
  }),
  route({
    method: "POST",
    path: "/tenants/{tenant}/flows/{flow}/paste",
    id: "pasteClipboard",
    tag: "flows",
    summary: "Pastes a clipboard into the draft, or makes a flow of that name of it",
    description: "Names are never guessed: what the tenant lacks is bound by `bindings` or listed as unresolved.",
    role: "editor",
    params: FlowParams,
    bodyLimit: FLOW_BODY,
    body: object({
      clipboard: Clipboard,
      bindings: Type.Optional(Type.Record(Type.String(), Type.String())),
      dryRun: Type.Optional(Type.Boolean({ description: "Answers what would be done, and saves nothing." })),
      document: Type.Optional(Unsaved),
    }),
    answers: {
      200: {
        description: "What was done, or would be",
        schema: object({
          renamed: Type.Record(Type.String(), Type.String(), { description: "New ids by the old ones." }),
          addedProperties: Names,
          unresolved: Needs,
          flow: Type.Unknown({ title: "FlowDocument" }),
          version: Type.Optional(Type.Integer()),
        }),
      },
    },
    async handle({ runtime, who, params, body, ifVersion, reply }) {
      const { store, components } = runtime;
      const { tenant, flow: name } = params;
      // What was not saved is not saved by a paste into it: who draws saves all of it at once.
      if (body.document !== undefined && !body.dryRun)
        throw mortiseError(
          "API_INVALID",
          { what: "a document is pasted into only with dryRun; save what that gives" },
          { pointer: "/document" },
        );
      const record = await store.flows.get(tenant, name);
      const { clipboard, mistakes } = readClipboard(body.clipboard, components);
      if (!clipboard) throw invalidFlow(mistakes);
      const variables = (await store.variables.list(tenant)).map((variable) => variable.name);
      const saved = record ? (JSON.parse(record.text) as FlowDocument) : undefined;
      const target = body.document === undefined ? saved : readDraft(runtime, body.document).flow;
      const pasted = pasteClipboard(target, clipboard, {
        components,
        bindings: body.bindings,
        known: { tenantVariables: new Set(variables) },
      });
      const { renamed, addedProperties, unresolved } = pasted;
      const text = formatFlow({ ...pasted.flow, name }, components);
      const done = { renamed, addedProperties, unresolved, flow: JSON.parse(text) };
      if (body.dryRun) return done;
      // Without If-Match too: what another saved in between must not be lost.
      const put = await store.flows.put(tenant, name, text, who.name, {
        ifVersion: ifVersion ?? record?.version ?? 0,
      });
      await store.history.audit({
        tenant,
        who: who.name,
        action: "flow.paste",
        target: name,
        detail: { nodes: clipboard.nodes.map((node) => node.id) },
      });
      setVersion(reply, put.version);
      return { ...done, version: put.version };
    },
  }),
];

async function savedFlow({ store }: Runtime, tenant: string, name: string): Promise<FlowDocument> {
  const record = await store.flows.get(tenant, name);
  if (!record) throw noFlow(name);
  return JSON.parse(record.text) as FlowDocument;
}
