#!/usr/bin/env node
import { main } from "./program.ts";

// A reader that went away (`| head`, a closed terminal) is no reason to crash, least of all while a server stops.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });

process.exitCode = await main(process.argv.slice(2));
