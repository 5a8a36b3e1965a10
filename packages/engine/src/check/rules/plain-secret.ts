import { isSecretName } from "@mortise/contract";
import { pointerOf } from "../../document/pointer.ts";
import { isLiteralSecret } from "../../document/secrets.ts";
import type { Rule } from "../rule.ts";

export const plainSecret: Rule = {
  name: "plain-secret",
  description: "A value that looks like a secret and stands readable in the file.",
  *run({ properties, leaves }) {
    for (const [name, property] of properties) {
      if ("secret" in property || !isSecretName(name) || !(property.test || property.production)) continue;
      yield {
        message: `The property "${name}" looks like a secret, and its value stands readable in the file.`,
        help: `Keep it in an encrypted tenant variable and write @{name}, or declare it as { "secret": true } and give its value at install.`,
        pointer: pointerOf("properties", name),
      };
    }
    for (const leaf of leaves) {
      const { node, pointer, name } = leaf;
      if (!isLiteralSecret(leaf)) continue;
      yield {
        message: `The setting ${name} looks like a secret, and stands readable in the file.`,
        help: "Keep it in an encrypted tenant variable and write @{name}, or in a secret property and write #{name}.",
        nodeId: node.node.id,
        pointer,
      };
    }
  },
};
