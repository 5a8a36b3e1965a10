import { embeddedTestServer } from "./testing/server.ts";
import { runStoreTests } from "./testing/suite/run-store-tests.ts";

runStoreTests("the store on the embedded Postgres", embeddedTestServer);
