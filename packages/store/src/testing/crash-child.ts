import type { StoreOptions } from "../open.ts";
import { openStore } from "../open.ts";
import { sendAndSave } from "./suite/sending.ts";

// A process that takes runs until it is killed at the point that MORTISE_FAIL_POINT names.
const { options, witness } = JSON.parse(process.argv[2] ?? "") as { options: StoreOptions; witness: string };
const store = await openStore(options);
await store.dispatcher.work((claim) => sendAndSave(claim, witness), { concurrency: 5 });
process.stdout.write("working\n");
