import { openStore, type StoreOptions } from "../open.ts";
import { type CrashWork, crashWork } from "./crash-work.ts";

// A process that takes runs until it is killed at the point that MORTISE_FAIL_POINT names.
const { options, witness, kind } = JSON.parse(process.argv[2] ?? "") as {
  options: StoreOptions;
  witness: string;
  kind: CrashWork;
};
const store = await openStore(options);
await store.dispatcher.work(crashWork(kind, witness, store), { concurrency: 5 });
process.stdout.write("working\n");
