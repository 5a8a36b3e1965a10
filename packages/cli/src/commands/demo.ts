import type { Command } from "commander";
import { EXIT } from "../failure.ts";
import { localCommand, portNumber } from "./options.ts";

interface DemoOptions {
  readonly once?: boolean;
  readonly port?: number;
}

/** demo: the main job on this machine, for real. */
export function demoCommand(): Command {
  return localCommand(
    "demo",
    "Shows the main job: a pasted Loket flow keeps its single-use refresh token alive. Then the server stays up.",
  )
    .option("--once", "end when it was shown")
    .option("--port <number>", "port of the server [MORTISE_PORT, 8080]", portNumber)
    .action(async (options: DemoOptions) => {
      const { runDemo } = await import("../demo/demo.ts");
      if (!(await runDemo({ once: options.once ?? false, port: options.port }))) process.exitCode = EXIT.failed;
    });
}
