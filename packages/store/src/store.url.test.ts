import { describe } from "vitest";
import { runningTestServer } from "./testing/server.ts";
import { runStoreTests } from "./testing/suite/run-store-tests.ts";

const url = process.env.DATABASE_URL;

if (url) runStoreTests("the store on the Postgres of DATABASE_URL", () => runningTestServer(url));
else describe.skip("the store on a Postgres of one's own: DATABASE_URL is not set");
