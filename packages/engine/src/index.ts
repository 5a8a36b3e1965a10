export * from "./calendar/index.ts";
export * from "./document/index.ts";
export * from "./plan/index.ts";
export * from "./run/index.ts";
export * from "./secret-name.ts";
export * from "./trace/index.ts";
export * from "./testing/index.ts";
