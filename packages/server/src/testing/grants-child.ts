import { join } from "node:path";
import { openStore, type StoreOptions } from "@mortise/store";
import { realClock } from "../clock.ts";
import { Grants } from "../grants/grants.ts";
import { createReceiptSpool } from "../grants/spool.ts";
import { createTokenEndpoint } from "../grants/token-endpoint.ts";
import { silentLog } from "../log.ts";

// A process that refreshes a grant until it is killed: by a fail-point, by a test, or when it has done its rounds.
interface Order {
  readonly options: StoreOptions;
  readonly tenant: string;
  readonly grant: string;
  readonly rounds: number;
  /** Callers at once in each round. */
  readonly callers: number;
}

const { options, tenant, grant, rounds, callers } = JSON.parse(process.argv[2] ?? "") as Order;
const store = await openStore(options);
const grants = new Grants({
  store: store.grants,
  endpoint: createTokenEndpoint({ allowPrivate: ["127.0.0.1"] }),
  spool: createReceiptSpool(join(options.data, "receipts"), store.grants, () => {}),
  clock: realClock,
  random: Math.random,
  log: silentLog,
  tell: () => {},
  publicUrl: () => "http://127.0.0.1:8080",
});
await grants.recover();
const tokens = grants.tokens({ tenant, environment: "test", flow: "f" }, () => {});
let force: number | undefined;
for (let round = 0; round < rounds; round++) {
  // Everybody was refused the token of the round before.
  const refused = force;
  const asked = Array.from({ length: callers }, () => tokens.fresh(grant, { force: refused }));
  const done = await Promise.allSettled(asked);
  const got = done.find((one) => one.status === "fulfilled");
  if (got) force = got.value.generation;
  process.stdout.write(`${got ? got.value.generation : "failed"}\n`);
  // A grant in doubt waits for a person.
  if (!got) await realClock.sleep(50);
}
await grants.stop();
await store.close();
