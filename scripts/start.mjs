// npm start: sets up, then the demo – database, rehearsal server, a tenant, the Loket template installed and run.
import { run, setup } from "./setup.mjs";

const node = await setup();
process.exit(await run(node, ["packages/cli/src/mortise.mjs", "demo", ...process.argv.slice(2)]));
