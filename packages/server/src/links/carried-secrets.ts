import { type Message, toText, type Value } from "@mortise/contract";
import type { RunSecrets } from "@mortise/engine";

/** Longer bodies are not searched: what is secret in them is hidden by the names it stands under. */
const MOST = 1_000_000;

/** The secrets of a run that a message takes along to another. */
export function carriedSecrets({ headers, body }: Message, secrets: RunSecrets): string[] {
  if (secrets.isEmpty) return [];
  const texts = [...headers].map(([, value]) => value);
  const found = new Set([...texts, body].flatMap((value) => secrets.heldIn(searched(value))));
  return [...found];
}

function searched(value: Value): string {
  if (value === null || ((typeof value === "string" || value instanceof Uint8Array) && value.length > MOST)) return "";
  return toText(value);
}
