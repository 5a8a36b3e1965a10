// npm test: sets up, then every test.
import { join } from "node:path";
import { root, run, setup } from "./setup.mjs";

const node = await setup();
process.exit(await run(node, [join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...process.argv.slice(2)]));
