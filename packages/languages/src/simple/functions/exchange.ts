import { compileAccess, type Reach } from "../accessor.ts";
import type { SimpleFunction } from "../function.ts";

const reach: Reach = {
  fixed: (name) => (exchange) => exchange.properties.get(name) ?? null,
  find: (exchange, name) => exchange.properties.get(name) ?? null,
};

const exchangeProperty: SimpleFunction = {
  name: "exchangeProperty",
  family: "exchange",
  summary: "A property of the exchange, by its exact name; null when there is none.",
  forms: ["exchangeProperty.name", "exchangeProperty:name", "exchangeProperty[name]"],
  parameters: [{ name: "name", description: "The property's name." }],
  examples: [{ source: "${exchangeProperty.step}", properties: { step: "two" }, result: "two" }],
  compile(use, unit) {
    return compileAccess(use, unit, this, reach);
  },
};

export const exchangeFunctions: readonly SimpleFunction[] = [exchangeProperty];
