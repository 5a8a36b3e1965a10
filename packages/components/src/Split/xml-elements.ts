import { checkPart } from "./limits.ts";
import { type XmlTag, XmlTags } from "./xml-tags.ts";

/**
 * The outermost elements of a name, each as it stands in the text, with the namespaces that were declared around it. A
 * name without a prefix stands for any prefix.
 */
export function* xmlElements(chunks: Iterable<string>, name: string, streaming: boolean): Generator<string> {
  const tags = new XmlTags();
  const around: ReadonlyMap<string, string>[] = [];
  let inside = 0;
  let begin = 0;
  let head: string | undefined;
  for (const chunk of chunks) {
    for (const tag of tags.read(chunk)) {
      if (head === undefined) {
        if (tag.kind === "close") around.pop();
        else if (isNamed(tag, name)) {
          head = openWith(tag, inherited(around, tag));
          begin = tag.end;
          inside = 1;
          if (tag.kind === "empty") {
            yield head;
            head = undefined;
          }
        } else if (tag.kind === "open") around.push(tag.namespaces);
        continue;
      }
      if (tag.kind === "open") inside++;
      else if (tag.kind === "close" && --inside === 0) {
        yield head + tags.text(begin, tag.end);
        head = undefined;
      }
    }
    tags.forget(head === undefined ? tags.position : begin);
    checkPart(tags.held, streaming);
  }
  tags.finish();
}

function isNamed({ name: found }: XmlTag, name: string): boolean {
  return found === name || (!name.includes(":") && found.slice(found.indexOf(":") + 1) === name);
}

/** What the element would lose when it is taken out: declarations around it that it does not make anew. */
function inherited(around: readonly ReadonlyMap<string, string>[], tag: XmlTag): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const namespaces of around) for (const [name, declaration] of namespaces) all.set(name, declaration);
  for (const name of tag.namespaces.keys()) all.delete(name);
  return all;
}

function openWith({ text, name }: XmlTag, namespaces: ReadonlyMap<string, string>): string {
  const declared = [...namespaces.values()].map((declaration) => ` ${declaration}`).join("");
  return `<${name}${declared}${text.slice(name.length + 1)}`;
}
