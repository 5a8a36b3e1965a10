import { enCanvas } from "./en-canvas.ts";
import { enFlows } from "./en-flows.ts";
import { enPages } from "./en-pages.ts";

/** The console's texts in English; every other language has the same names. */
export const en = { ...enFlows, ...enCanvas, ...enPages };

export type MessageName = keyof typeof en;
