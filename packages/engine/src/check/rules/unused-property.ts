import { pointerOf } from "../../document/pointer.ts";
import type { Rule } from "../rule.ts";

export const unusedProperty: Rule = {
  name: "unused-property",
  description: "A property that no setting and no script uses.",
  *run({ properties, references }) {
    const used = new Set(references.filter(({ kind }) => kind === "property").map(({ name }) => name));
    for (const name of properties.keys()) {
      if (used.has(name)) continue;
      yield {
        message: `The property "${name}" is used nowhere.`,
        help: `Write #{${name}} where it belongs, or remove it.`,
        pointer: pointerOf("properties", name),
      };
    }
  },
};
