import { catalogue, type ErrorEntry } from "@mortise/contract";
import { code, markdown, type Page, table } from "./page.ts";

const FAMILIES: readonly (readonly [string, string, string])[] = [
  ["FLOW", "The document", "For the flow's author, when a flow is checked, saved or installed."],
  ["COMPONENT", "Components of your own", "For who wrote the component, when the server starts."],
  ["EXPRESSION", "Expressions", "For the flow's author."],
  ["SCRIPT", "Scripts", "For the flow's author."],
  ["VARIABLE", "Tenant variables", "For an admin of the tenant."],
  ["REMOTE", "The other side", "For whoever answers at the address that was called."],
  ["VALUE", "Values and messages", "For whoever made the value."],
  ["HEADER", "", ""],
  ["BODY", "", ""],
  ["GRANT", "Grants", "For an admin of the tenant."],
  ["STORE", "The database", "For the operator."],
  ["API", "The HTTP API", "For the caller."],
  ["CONFIG", "Configuration", "For the operator."],
  ["CLI", "The command line", "For whoever typed the command."],
  ["ENGINE", "The engine", "For the operator; `ENGINE_BUG` is for us."],
];

/** Every code of the catalogue, by who must act on it. */
export function errorsPage(): Page {
  const left = new Map<string, ErrorEntry>(Object.entries(catalogue));
  const sections: { title: string; text: string; rows: string[][] }[] = [];
  for (const [family, title, text] of [...FAMILIES, ["", "Others", ""] as const]) {
    const rows = [...left].filter(([name]) => name.startsWith(family)).map(([name, entry]) => row(name, entry));
    for (const name of [...left.keys()]) if (name.startsWith(family)) left.delete(name);
    const last = sections.at(-1);
    if (title === "" && last) last.rows.push(...rows);
    else if (rows.length > 0) sections.push({ title, text, rows });
  }
  return markdown("docs/reference/errors.md", "the error catalogue", [
    "# Errors",
    "Every error has a code. The API answers with it in a problem document (RFC 9457), the command line prints it, and a flow's error route reads it as `${exception.code}`. *Again* says whether the same call may succeed later.",
    ...sections.map(
      ({ title, text, rows }) =>
        `## ${title}\n\n${text}\n\n${table(["code", "status", "again", "message", "what to do"], rows)}`,
    ),
  ]);
}

function row(name: string, { status, retry, message, help }: ErrorEntry): string[] {
  const shown = message.replace(/\{(\w+)\}/g, "⟨$1⟩");
  return [code(name), String(status), retry ? "yes" : "no", shown, help];
}
