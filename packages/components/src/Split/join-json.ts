import type { Exchange, Join, Message, Value } from "@mortise/contract";
import { toJson } from "../json-text.ts";

/** Makes a JSON array of the ends of the parts. A text that is no JSON stands in it as a text. */
export function joinJson({ message }: Exchange): Join {
  const items: string[] = [];
  return {
    add: (part: Message) => void items.push(itemOf(part.body)),
    end() {
      message.body = `[${items.join(",")}]`;
    },
  };
}

function itemOf(body: Value): string {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  return typeof text === "string" && isJson(text) ? text.trim() : toJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
