import { asMortiseError, type FlowDocument, type FlowNode, type Json, mortiseError } from "@mortise/contract";
import { escapePart, pointerOf } from "./pointer.ts";

/** A file beside the flow: no folders, so that nothing else of the machine can be named. */
const FILE_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_ .()-]*$/u;

/**
 * A setting that holds a script is called `source`, or ends so. Going by its name keeps a form with one field called
 * `file` what it is.
 */
const SOURCE_SETTING = /source$/i;

/**
 * A flow that needs no files: each `"source": { "file": "x.groovy" }` is replaced by what the file holds.
 * Throws `FLOW_INVALID` with the pointer of the first that cannot be read.
 */
export function embedFiles(flow: FlowDocument, read: (name: string) => string): FlowDocument {
  return { ...flow, nodes: flow.nodes.map((node, index) => embedNodeFiles(node, index, read)) };
}

/** A node that needs no files; `index` is its place in the flow. */
export function embedNodeFiles(node: FlowNode, index: number, read: (name: string) => string): FlowNode {
  if (!node.settings) return node;
  const pointer = pointerOf("nodes", index, "settings");
  const settings = embed(node.settings as Json, pointer, (name, at) => readFile(name, read, node.id, at));
  return { ...node, settings: settings as { [name: string]: Json } };
}

function embed(value: Json, pointer: string, read: (name: string, pointer: string) => string, name = ""): Json {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item, index) => embed(item, `${pointer}/${index}`, read, name));
  const keys = Object.keys(value);
  if (SOURCE_SETTING.test(name) && keys.length === 1 && typeof value.file === "string")
    return read(value.file, pointer);
  return Object.fromEntries(
    keys.map((key) => [key, embed(value[key] as Json, `${pointer}/${escapePart(key)}`, read, key)]),
  );
}

function readFile(name: string, read: (name: string) => string, nodeId: string, pointer: string): string {
  const place = { nodeId, pointer: `${pointer}/file` };
  if (!FILE_NAME.test(name)) {
    const what = `the file "${name}" is not one that stands beside the flow: expected a plain name such as "x.groovy"`;
    throw mortiseError(
      "FLOW_INVALID",
      { what, expected: "the plain name of a file", found: JSON.stringify(name) },
      place,
    );
  }
  try {
    // A byte order mark would be the script's first character; line ends are the same on every machine.
    return read(name)
      .replace(/^\ufeff/, "")
      .replaceAll("\r\n", "\n");
  } catch (error) {
    const what = `the file "${name}" beside the flow cannot be read: ${asMortiseError(error).message}`;
    throw mortiseError("FLOW_INVALID", { what }, { ...place, cause: error });
  }
}
