import {
  type Exchange,
  type HttpResponse,
  isSecretName,
  mortiseError,
  redactUrl,
  type Services,
} from "@mortise/contract";
import { checkVariableName } from "../variable-name.ts";
import { answerBody } from "./answer.ts";
import type { Settings } from "./settings.ts";

/** Finds a part of an answer, as text; undefined for what it lacks. */
type Find = (from: string) => string | undefined;

/**
 * Takes fields of an answer of 200 to 299 onto headers and properties and into tenant variables. What the answer lacks,
 * or has empty, changes nothing: nothing empty ever overwrites a token. Throws `REMOTE_INVALID` for a body without fields.
 */
export function mapAnswer(exchange: Exchange, response: HttpResponse, settings: Settings, services: Services): void {
  const mapping = settings.onSuccessMapping ?? [];
  if (mapping.length === 0 || response.status < 200 || response.status > 299) return;
  const find = finder(response, services);
  const lacking: string[] = [];
  for (const { from, header, property, variable, encrypt } of mapping) {
    const text = find(from);
    if (text === undefined || text === "") {
      lacking.push(from);
      continue;
    }
    if (encrypt || isSecretName(from)) services.secrets.register(text);
    if (header !== undefined) exchange.message.setHeader(header, text);
    if (property !== undefined) exchange.setProperty(property, text);
    if (variable !== undefined) services.variables.set(variable.text(exchange), text, { encrypt });
  }
  if (lacking.length > 0)
    services.log.write("warning", `The answer has no ${lacking.join(", ")}: what it is mapped to stays as it was.`);
}

/** Throws `VALUE_INVALID` for a variable that nobody could name, before the request leaves: its answer may hold the next token. */
export function checkTargets(exchange: Exchange, { onSuccessMapping = [] }: Settings, { nodeId }: Services): void {
  for (const { variable } of onSuccessMapping) if (variable) checkVariableName(variable.text(exchange), nodeId);
}

function finder(response: HttpResponse, services: Services): Find {
  let fields: ((path: string) => string | undefined) | undefined;
  return (from) => {
    if (from === "status") return String(response.status);
    if (from.startsWith("header.")) {
      const name = from.slice("header.".length).toLowerCase();
      return response.headers.find(([written]) => written.toLowerCase() === name)?.[1];
    }
    fields ??= fieldsOf(response, services);
    return fields(from.slice("body.".length));
  };
}

/** The fields of a JSON document, or of a form. */
function fieldsOf(response: HttpResponse, { nodeId, secrets }: Services): (path: string) => string | undefined {
  const body = answerBody(response);
  const text = typeof body === "string" ? body : "";
  const type = response.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/^\s*application\/x-www-form-urlencoded\b/i.test(type)) {
    const form = new URLSearchParams(text);
    return (path) => form.get(path) ?? undefined;
  }
  try {
    // A number as it is written: an id of nineteen digits stays one.
    const document: unknown = JSON.parse(text, (_, value, context?: { readonly source?: string }) =>
      typeof value === "number" ? (context?.source ?? String(value)) : value,
    );
    return (path) => textAt(document, path);
  } catch {
    const what = "fields of its body are mapped, and it is neither JSON nor a form";
    throw mortiseError("REMOTE_INVALID", { url: secrets.redact(redactUrl(response.url)), what }, { nodeId });
  }
}

function textAt(document: unknown, path: string): string | undefined {
  let at = document;
  for (const [name, position] of path.matchAll(/\[(\d+)\]|[^.[\]]+/g)) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, position ?? name)) return undefined;
    at = (at as { readonly [key: string]: unknown })[position ?? name];
  }
  if (at === null || at === undefined) return undefined;
  return typeof at === "object" ? JSON.stringify(at) : String(at);
}
