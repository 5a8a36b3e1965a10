export type { Client, User } from "./client.ts";
export { TEST_CLIENT, TEST_USER } from "./client.ts";
export { FAULTS, type Fault, type FaultKind } from "./fault.ts";
export type { LogEntry } from "./log.ts";
export { PROFILES, type Profile } from "./profile.ts";
export { type Rehearsal, type RehearsalOptions, startRehearsal } from "./rehearsal.ts";
export type { GrantStatus, RehearsalStatus } from "./status.ts";
export { totpCode } from "./totp.ts";
