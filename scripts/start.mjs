// npm start: sets up, then the demo – database, rehearsal server, a tenant, the Loket template installed and run.
import { run, setup } from "./setup.mjs";

const node = await setup();
// Without the console the server says so at / and does all else; with --once nobody looks at it.
if (!process.argv.includes("--once")) await run(node, ["packages/console/build.mjs"]);
process.exit(await run(node, ["packages/cli/src/mortise.mjs", "demo", ...process.argv.slice(2)]));
