import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Component, type FlowDocument, Type } from "@mortise/contract";
import { clipboardOf } from "@mortise/engine";
import { route } from "../api/route.ts";
import { listOf, object } from "../api/schemas.ts";

/** The flows that come with Mortise. */
const FOLDER = fileURLToPath(new URL("../../../../flows/", import.meta.url));

const ENDING = ".flow.json";

const Template = object(
  {
    id: Type.String(),
    name: Type.String(),
    description: Type.Optional(Type.String()),
    clipboard: Type.Unknown({ title: "Clipboard" }),
  },
  "Template",
);

async function read(file: string, components: ReadonlyMap<string, Component>) {
  const document = JSON.parse(await readFile(join(FOLDER, file), "utf8")) as FlowDocument;
  return {
    id: file.slice(0, -ENDING.length),
    name: document.name,
    ...(document.description === undefined ? {} : { description: document.description }),
    clipboard: clipboardOf(document, components),
  };
}

export const templateRoutes = [
  route({
    method: "GET",
    path: "/templates",
    id: "listTemplates",
    tag: "flows",
    summary: "The flows that come with Mortise, each as a clipboard that can be pasted",
    role: "viewer",
    answers: { 200: { description: "The templates, by name of their file", schema: listOf(Template) } },
    async handle({ runtime }) {
      // A server that was packed without them has none.
      const files = await readdir(FOLDER).catch(() => []);
      const flows = files.filter((name) => name.endsWith(ENDING)).sort();
      return { items: await Promise.all(flows.map((file) => read(file, runtime.components))) };
    },
  }),
];
