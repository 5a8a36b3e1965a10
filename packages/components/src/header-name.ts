import { mortiseError } from "@mortise/contract";

/** The token of RFC 9110 section 5.6.2: what the name of an HTTP header is made of. */
const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]";

/** What a header's name may look like where an author writes it: a token, in which flow properties may stand. */
export const HEADER_NAME = `^(?:${TOKEN}|#\\{[\\w.-]+\\})+$`;

/** The same in words, for a mistake. */
export const HEADER_FORM = "a header name: letters, digits, - _ or ., no spaces";

const NAME = new RegExp(`^${TOKEN}+$`);

/** Throws `HEADER_INVALID` unless the name can be sent. */
export function checkHeaderName(name: string, nodeId: string): void {
  if (NAME.test(name)) return;
  const what = name === "" ? "its name is empty" : "its name may hold letters, digits and - _ . only, and no spaces";
  throw mortiseError("HEADER_INVALID", { name: name.slice(0, 100), what }, { nodeId });
}
