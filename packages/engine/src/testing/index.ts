export { clockAt } from "./at-clock.ts";
export {
  type FlowTest,
  type FlowTestCase,
  FlowTestSchema,
  type Given,
  type LinkStub,
  LinkStubSchema,
  readFlowTest,
  readInstant,
  type Stub,
  StubSchema,
} from "./flow-test.ts";
export { type MemoryVariables, memoryVariables } from "./memory-variables.ts";
export {
  type CaseReport,
  type Mismatch,
  mergeGiven,
  messageOf,
  runFlowTest,
  type TestPorts,
  type TestReport,
} from "./run-flow-test.ts";
export { headerOf, type SentRequest, StubHttp, stubHttp } from "./stub-http.ts";
export { type LinkSent, type StubLinks, stubLinks } from "./stub-links.ts";
