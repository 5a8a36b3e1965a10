export { ensureKekFile, kekFromFile } from "./crypto/kek.ts";
export { finishRotation, prepareRotation, type RotateOptions, type Rotation, rotateKeys } from "./crypto/rotate.ts";
export type { SealingKey } from "./crypto/seal.ts";
export { type EmbeddedOptions, type EmbeddedServer, type ServerAddress, startEmbedded } from "./embedded/start.ts";
export { type FailPointName, failPoint } from "./fail-point.ts";
export type { StoreInfo } from "./info.ts";
export { migrate } from "./migrations/migrate.ts";
export { type OpenStore, openStore, type StoreOptions } from "./open.ts";
