import type { SimpleFunction } from "../function.ts";
import { bodyFunctions } from "./body.ts";
import { collectionFunctions } from "./collections.ts";
import { conditionFunctions } from "./conditions.ts";
import { dateFunctions } from "./date.ts";
import { exceptionFunctions } from "./exception.ts";
import { absentFunctions, exchangeFunctions } from "./exchange.ts";
import { fileFunctions } from "./files.ts";
import { headerFunctions } from "./headers.ts";
import { mathFunctions } from "./math.ts";
import { outputFunctions } from "./output.ts";
import { queryFunctions } from "./queries.ts";
import { randomFunctions } from "./random.ts";
import { setterFunctions } from "./setters.ts";
import { surroundingFunctions } from "./surroundings.ts";
import { textFunctions } from "./text.ts";
import { typeFunctions } from "./types.ts";

/** Every function of Simple, family by family; also what its reference is made from. */
export const simpleFunctions: readonly SimpleFunction[] = [
  ...bodyFunctions,
  ...headerFunctions,
  ...exchangeFunctions,
  ...exceptionFunctions,
  ...dateFunctions,
  ...textFunctions,
  ...mathFunctions,
  ...collectionFunctions,
  ...conditionFunctions,
  ...typeFunctions,
  ...outputFunctions,
  ...queryFunctions,
  ...randomFunctions,
  ...setterFunctions,
  ...fileFunctions,
  ...surroundingFunctions,
  ...absentFunctions,
];
