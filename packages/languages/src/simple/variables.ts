import type { Exchange, Value } from "@mortise/contract";

/**
 * Camel's exchange variables (`${variable.x}`) live among the exchange's properties, under names with a prefix of their
 * own, so they travel and are journalled with it.
 */
const PREFIX = "variable.";

/** The property that holds a variable. */
export function variableProperty(name: string): string {
  return PREFIX + name;
}

/** An exchange variable, or null. */
export function getVariable(exchange: Exchange, name: string): Value {
  return exchange.properties.get(PREFIX + name) ?? null;
}

/** Sets an exchange variable; null removes it. */
export function setVariable(exchange: Exchange, name: string, value: Value): void {
  if (value === null) exchange.removeProperty(PREFIX + name);
  else exchange.setProperty(PREFIX + name, value);
}

/** All exchange variables by name. */
export function exchangeVariables(exchange: Exchange): Map<string, Value> {
  const variables = new Map<string, Value>();
  for (const [name, value] of exchange.properties)
    if (name.startsWith(PREFIX)) variables.set(name.slice(PREFIX.length), value);
  return variables;
}
