import type { Command } from "commander";
import { remark } from "../output/print.ts";
import { untilStopped } from "../until-stopped.ts";
import { componentsOption, localCommand, portNumber } from "./options.ts";

interface ServeOptions {
  readonly port?: number;
  readonly host?: string;
  readonly components?: string[];
}

/** serve: the server, until Ctrl-C. */
export function serveCommand(): Command {
  return localCommand(
    "serve",
    "Starts the server: API, inbound endpoints and schedules. Environment variables configure it; `mortise doctor` lists them.",
  )
    .option("--port <number>", "port to listen on [MORTISE_PORT, 8080]", portNumber)
    .option("--host <address>", "address to listen on [MORTISE_HOST, 127.0.0.1]")
    .addOption(componentsOption())
    .action(async (options: ServeOptions) => {
      const { readConfig, startServer } = await import("@mortise/server");
      const config = readConfig(process.env, {
        ...(options.port === undefined ? {} : { port: options.port }),
        ...(options.host === undefined ? {} : { host: options.host }),
      });
      const server = await startServer(config, { componentFolders: options.components ?? [] });
      // npx and its shims stand between a shell and this process, so their ids are of no use to stop it.
      remark(`Mortise listens on ${server.url} (API at ${server.url}/docs; process ${process.pid}). Ctrl-C stops it.`);
      await untilStopped();
      remark("Stopping: runs at work end or are handed over …");
      await server.close();
    });
}
