import { type Spec, Type } from "@mortise/contract";
import { route } from "../api/route.ts";
import { listOf, object } from "../api/schemas.ts";

const Headers = Type.Record(Type.String(), Type.String());

const Component = object(
  {
    type: Type.String({ description: "As flow documents spell it." }),
    title: Type.String(),
    summary: Type.String(),
    remarks: Type.Optional(Type.String({ description: "Markdown." })),
    group: Type.String(),
    kind: Type.Enum(["source", "processor"]),
    trigger: Type.Optional(Type.Enum(["schedule", "http", "failure", "link"])),
    settings: Type.Unknown({ description: "JSON Schema with Mortise's keywords; the form is made from it." }),
    outputs: Type.Optional(Type.Unknown()),
    effect: Type.Enum(["pure", "read", "store", "external"]),
    reads: Type.Optional(Headers),
    writes: Type.Optional(Headers),
    actions: Type.Optional(
      Type.Array(object({ name: Type.String(), title: Type.String(), description: Type.String() })),
    ),
  },
  "Component",
);

function show({
  type,
  title,
  summary,
  remarks,
  group,
  kind,
  trigger,
  settings,
  outputs,
  effect,
  reads,
  writes,
  actions,
}: Spec): unknown {
  const shown = {
    type,
    title,
    summary,
    remarks,
    group,
    kind,
    trigger,
    settings,
    outputs,
    effect,
    reads,
    writes,
    actions,
  };
  return JSON.parse(JSON.stringify(shown));
}

export const componentRoutes = [
  route({
    method: "GET",
    path: "/components",
    id: "listComponents",
    tag: "components",
    summary: "What every component is: its settings, outputs and headers",
    role: "viewer",
    answers: { 200: { description: "The specs, by type", schema: listOf(Component) } },
    handle: ({ runtime }) => ({ items: [...runtime.components.values()].map(({ spec }) => show(spec)) }),
  }),
];
