export { createApp, openApiDocument } from "./app.ts";
export { realClock } from "./clock.ts";
export {
  type Config,
  type ConfigEntry,
  type EnvironmentVariables,
  type LogLevel,
  listConfig,
  readConfig,
} from "./config.ts";
export { inspectSetup, type SetupCheck, type SetupReport } from "./doctor.ts";
export { createLog, type ServerLog, silentLog } from "./log.ts";
export { createHttpClient, type HttpClientOptions } from "./net/http-client.ts";
export { createRuntime, type Runtime, type RuntimeOptions } from "./runtime.ts";
export { createScriptPool } from "./scripts/index.ts";
export { type RunningServer, type ServerOptions, startServer } from "./server.ts";
export {
  type BackupReport,
  backUpDatabase,
  type Progress,
  type RestoreReport,
  type Rotation,
  restoreDatabase,
  rotateDatabaseKey,
} from "./upkeep.ts";
export * from "./workbench/index.ts";
