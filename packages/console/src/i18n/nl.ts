import type { MessageName } from "./en.ts";
import { nlCanvas } from "./nl-canvas.ts";
import { nlFlows } from "./nl-flows.ts";
import { nlPages } from "./nl-pages.ts";

/** De teksten van de console in het Nederlands. */
export const nl: { readonly [name in MessageName]: string } = { ...nlFlows, ...nlCanvas, ...nlPages };
