export { embeddedTestServer, runningTestServer, type TestDatabase, type TestServer } from "./server.ts";
export { openTestStore, type TestStore, uniqueName } from "./store.ts";
