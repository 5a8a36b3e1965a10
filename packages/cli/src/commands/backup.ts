import type { Command } from "commander";
import { print, remark } from "../output/print.ts";
import { localCommand } from "./options.ts";

/** What long work on the database says meanwhile: remarks, on standard error. */
export const remarks = {
  write: (level: string, message: string) => {
    if (level !== "debug") remark(message);
  },
};

/** backup: the whole database in one file. */
export function backupCommand(): Command {
  return localCommand(
    "backup",
    "Writes the database of DATABASE_URL, or the embedded one, to a file: as it stands at one instant, while servers run. The key is not in it.",
  )
    .argument("<file>", "one that is not there yet")
    .action(async (file: string, options: { json?: boolean }) => {
      const { backUpDatabase } = await import("@mortise/server");
      const report = await backUpDatabase(process.env, file, remarks, (table, rows) => {
        if (rows > 0) remark(`${table.padEnd(20)} ${rows.toLocaleString("en")} rows`);
      });
      print(
        options,
        report,
        () =>
          `${file}: ${report.rows.toLocaleString("en")} rows, ${megabytes(report.bytes)}. What is encrypted stays so, under the key-encryption key ${report.keys.join(", ")}, which is not in it: keep that one too, elsewhere.`,
      );
    });
}

/** restore: a backup into an empty database. */
export function restoreCommand(): Command {
  return localCommand(
    "restore",
    "Reads a backup into the database of DATABASE_URL, or the embedded one, which has to be empty: all of it, or nothing. Needs the key of then.",
  )
    .argument("<file>")
    .action(async (file: string, options: { json?: boolean }) => {
      const { restoreDatabase } = await import("@mortise/server");
      const report = await restoreDatabase(process.env, file, remarks, (table, rows) => {
        if (rows > 0) remark(`${table.padEnd(20)} ${rows.toLocaleString("en")} rows`);
      });
      print(options, report, () =>
        [
          `The database is as it was at ${report.at}: ${report.tenants} tenants, ${report.rows.toLocaleString("en")} rows.`,
          `${report.open} runs that were open go on, and schedules with what they missed, as soon as a server starts on it: first make sure that the one it was taken from is gone for good.`,
          "A refresh token that works once was most likely spent since: such a grant needs a new authorization.",
        ].join("\n"),
      );
    });
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
