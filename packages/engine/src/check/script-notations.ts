import { mortiseError, positionAt } from "@mortise/contract";

const NOTATION = /[#@]\{[A-Za-z_][\w.-]*\}/;

/** `#{name}` and `@{name}` are not pasted into script source, as they are in Dovetail: it would be a hole for injection. */
export function refuseNotations(source: string): void {
  for (const line of source.matchAll(/^.*$/gm)) {
    const [code = ""] = line[0].split(/(?:^|\s)\/\//);
    const found = NOTATION.exec(code);
    if (!found) continue;
    const position = positionAt(source, line.index + found.index);
    const instead = found[0].startsWith("#")
      ? `flow.properties['${found[0].slice(2, -1)}']`
      : "a header that GetTenantVariable sets";
    const what = `${found[0]} on line ${position.line}, which is not filled in there: read ${instead}`;
    throw mortiseError("SCRIPT_FORBIDDEN", { what, expected: instead, found: found[0] }, { position, source });
  }
}
