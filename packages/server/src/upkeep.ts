import { type Log, mortiseError } from "@mortise/contract";
import {
  type BackupReport,
  backUp,
  finishRotation,
  prepareRotation,
  type RestoreReport,
  type Rotation,
  restore,
  rotateKeys,
} from "@mortise/store";
import { type DatabaseConfig, type EnvironmentVariables, readDatabaseConfig } from "./config.ts";

export type { BackupReport, RestoreReport, Rotation } from "@mortise/store";

/** Told how far the work is. */
export type Progress = (what: string, count: number, of?: number) => void;

/** Writes the database that the environment names to a file; its key is not in it and not needed. */
export function backUpDatabase(
  env: EnvironmentVariables,
  file: string,
  log: Log,
  progress: Progress,
): Promise<BackupReport> {
  return backUp(file, { ...place(readDatabaseConfig(env)), log, progress });
}

/** Reads a backup into the empty database that the environment names. */
export function restoreDatabase(
  env: EnvironmentVariables,
  file: string,
  log: Log,
  progress: Progress,
): Promise<RestoreReport> {
  return restore(file, { ...place(readDatabaseConfig(env)), log, progress });
}

/** One step of replacing the key-encryption key of the database that the environment names. */
export function rotateDatabaseKey(
  env: EnvironmentVariables,
  step: "prepare" | "rotate" | "finish",
  log: Log,
  progress: Progress,
): Promise<Rotation> {
  const config = readDatabaseConfig(env);
  if (config.databaseUrl !== undefined && config.keyFile === undefined)
    throw mortiseError("CONFIG_INVALID", {
      name: "MORTISE_KEY_FILE",
      what: "with DATABASE_URL it must name the file that holds the key-encryption key",
    });
  const steps = { prepare: prepareRotation, rotate: rotateKeys, finish: finishRotation };
  return steps[step]({
    ...place(config),
    log,
    progress: (done, of) => progress("data keys", done, of),
  });
}

function place({ databaseUrl, databaseMigrateUrl, data, keyFile }: DatabaseConfig) {
  return { url: databaseUrl, migrateUrl: databaseMigrateUrl, data, keyFile };
}
