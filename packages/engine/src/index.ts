export * from "./calendar/index.ts";
export * from "./check/index.ts";
export * from "./clipboard/index.ts";
export * from "./document/index.ts";
export * from "./plan/index.ts";
export * from "./run/index.ts";
export * from "./testing/index.ts";
export * from "./trace/index.ts";
