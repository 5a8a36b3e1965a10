import { type Clipboard, type Components, mortiseError } from "@mortise/contract";
import { constantText, referencesOf } from "../document/references.ts";
import { didYouMean } from "../document/suggest.ts";

/** What may stand between `@{` and `}`, or `#{` and `}`. */
const NOTATION_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

/** Throws `API_INVALID` for a binding of a name that the clipboard does not use, or to what could not stand in its places. */
export function checkBindings(
  clipboard: Clipboard,
  components: Components,
  bindings: { readonly [name: string]: string },
): void {
  const references = clipboard.nodes.flatMap((node) => referencesOf(node, components));
  for (const [name, target] of Object.entries(bindings)) {
    const uses = references.filter((reference) => reference.name === name);
    if (uses.length === 0) {
      refuse(
        `nothing in the clipboard is called "${name}"${didYouMean(
          name,
          references.map((reference) => reference.name),
        )}`,
      );
    }
    const noted = uses.some(({ kind, form }) => kind === "property" || form === "notation");
    if (noted && !NOTATION_NAME.test(target)) {
      refuse(
        `"${name}" stands in #{…} or @{…}, where only letters, digits, _, . and - make a name: "${target}" is none`,
      );
    }
    // It would be an expression from then on, and mean something else.
    if (target.trim() !== target || target === "" || constantText(target) !== target) {
      refuse(`"${target}" is not the name of anything`);
    }
  }
}

function refuse(what: string): never {
  throw mortiseError("API_INVALID", { what }, { pointer: "/bindings" });
}
