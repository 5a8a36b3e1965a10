import type { Static } from "@mortise/contract";
import type { spec } from "./spec.ts";

/** The compiled settings of an HTTP node. */
export type Settings = Static<(typeof spec)["settings"]>;
