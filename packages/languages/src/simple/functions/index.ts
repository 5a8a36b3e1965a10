import type { SimpleFunction } from "../function.ts";
import { bodyFunctions } from "./body.ts";
import { dateFunctions } from "./date.ts";
import { exceptionFunctions } from "./exception.ts";
import { exchangeFunctions } from "./exchange.ts";
import { headerFunctions } from "./headers.ts";

/** Every function of Simple, family by family. */
export const simpleFunctions: readonly SimpleFunction[] = [
  ...bodyFunctions,
  ...headerFunctions,
  ...exchangeFunctions,
  ...exceptionFunctions,
  ...dateFunctions,
];
