import { catalogue, decode, type ErrorCode, Message, mortiseError } from "@mortise/contract";
import type { LinkedCall, RunLinks } from "../run/ports.ts";
import type { LinkStub } from "./flow-test.ts";

/** A call of another flow that a test's flow made. */
export interface LinkSent {
  readonly flow: string;
  readonly pattern: LinkedCall["pattern"];
  readonly message: Message;
}

/** Other flows that do nothing but answer, and what was sent to them. */
export interface StubLinks extends RunLinks {
  readonly sent: readonly LinkSent[];
}

/** The other flows of a test. One way needs no stub; a reply that no stub gives is `ENGINE_NO_STUB`. */
export function stubLinks(stubs: readonly LinkStub[]): StubLinks {
  const sent: LinkSent[] = [];
  return {
    sent,
    async send({ flow, pattern, exchange }) {
      sent.push({ flow, pattern, message: exchange.message.fork() });
      const stub = stubs.find((candidate) => candidate.flow === flow);
      if (stub?.fail !== undefined) {
        const code = (stub.fail in catalogue ? stub.fail : "LINK_UNAVAILABLE") as ErrorCode;
        throw mortiseError(code, { flow, what: "the test says so" });
      }
      if (pattern === "one way") return undefined;
      if (!stub) throw mortiseError("ENGINE_NO_STUB", { method: "a call of the flow", url: flow });
      const reply = new Message(stub.reply?.body === undefined ? null : decode(stub.reply.body));
      for (const [name, value] of Object.entries(stub.reply?.headers ?? {})) reply.setHeader(name, decode(value));
      return reply;
    },
  };
}
