import { type Exchange, type Join, type Message, mortiseError, toText } from "@mortise/contract";
import { XmlTags } from "./xml-tags.ts";

/** Dovetail's name for the element around what is aggregated. */
const ROOT = "Aggregated";

/** Makes an XML document of the ends of the parts. Throws `EXPRESSION_FAILED` for a part that is no XML document. */
export function joinXml({ message, scope }: Exchange): Join {
  const documents: string[] = [];
  return {
    add(part: Message, index: number) {
      const text = toText(part.body, scope.timeZone).trim();
      if (text !== "") documents.push(rootElement(text, index));
    },
    end() {
      message.body = documents.length === 0 ? `<${ROOT}/>` : `<${ROOT}>${documents.join("")}</${ROOT}>`;
    },
  };
}

/** The document without its declaration, which may stand only at the beginning of all. */
function rootElement(text: string, index: number): string {
  const tags = new XmlTags();
  let roots = 0;
  let depth = 0;
  let begin = 0;
  let end = 0;
  try {
    for (const tag of tags.read(text)) {
      if (depth === 0 && tag.kind !== "close") {
        roots++;
        begin = tag.end - tag.text.length;
      }
      depth += tag.kind === "open" ? 1 : tag.kind === "close" ? -1 : 0;
      if (depth === 0) end = tag.end;
    }
    tags.finish();
  } catch (cause) {
    throw refused(index, (cause as Error).message, cause);
  }
  const before = text.slice(0, begin).replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->|\uFEFF/g, "");
  const after = text.slice(end).replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, "");
  if (roots !== 1 || before.trim() !== "" || after.trim() !== "")
    throw refused(
      index,
      `expected one element, found ${roots === 0 ? "text" : roots === 1 ? "text beside it" : roots}.`,
    );
  return text.slice(begin, end);
}

function refused(index: number, why: string, cause?: unknown) {
  return mortiseError(
    "EXPRESSION_FAILED",
    { what: `The end of part ${index} cannot be aggregated as XML: ${why}` },
    { cause },
  );
}
