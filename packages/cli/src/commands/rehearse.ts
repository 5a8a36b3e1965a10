import type { Command } from "commander";
import { CommandError } from "../failure.ts";
import { remark } from "../output/print.ts";
import { untilStopped } from "../until-stopped.ts";
import { localCommand, portNumber } from "./options.ts";

interface RehearseOptions {
  readonly port: number;
  readonly profile: string;
  readonly state?: string;
}

/** rehearse: the rehearsal authorization server and API, until Ctrl-C. */
export function rehearseCommand(): Command {
  return localCommand(
    "rehearse",
    "Starts the rehearsal authorization server and API: single-use refresh tokens to practise on.",
  )
    .option("--port <number>", "port to listen on; 0 picks a free one", portNumber, 8090)
    .option("--profile <name>", "whose rules it follows", "loket")
    .option("--state <file>", "keep grants in this file")
    .action(async (options: RehearseOptions) => {
      const { startRehearsal } = await import("@mortise/rehearsal");
      const rehearsal = await startRehearsal({
        port: options.port,
        profile: options.profile,
        ...(options.state ? { state: options.state } : {}),
      }).catch((error: NodeJS.ErrnoException) => {
        throw error.code === "EADDRINUSE" ? portInUse(options.port) : error;
      });
      remark(
        `The rehearsal server (profile ${options.profile}) listens on ${rehearsal.url}; its log is at ${rehearsal.url}/rehearsal/log. Ctrl-C stops it.`,
      );
      await untilStopped();
      await rehearsal.close();
    });
}

function portInUse(port: number): CommandError {
  return new CommandError({
    code: "CONFIG_INVALID",
    message: `Port ${port} is in use, perhaps by another rehearsal server.`,
    help: "Stop that one, or choose another port with --port.",
  });
}
