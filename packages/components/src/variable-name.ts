import { mortiseError } from "@mortise/contract";

const NAME = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,200}$/;

/** Throws `VALUE_INVALID` unless it is a name that flows and addresses can use: a missing header makes none. */
export function checkVariableName(name: string, nodeId: string): void {
  if (NAME.test(name)) return;
  const what = `"${name.slice(0, 200)}" is no name of a tenant variable: expected letters, digits, "_", "." and "-"`;
  throw mortiseError("VALUE_INVALID", { what }, { nodeId });
}
