import { setTimeout as delay } from "node:timers/promises";
import type { FastifyReply } from "fastify";
import type { Fault } from "./fault.ts";
import type { Answer } from "./world.ts";

/** Sends an answer, spoilt as the fault says. `signal` aborts when the server closes. */
export async function deliver(
  reply: FastifyReply,
  answer: Answer,
  fault: Fault | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { socket } = reply.raw;
  switch (fault?.kind) {
    case "hang":
      reply.hijack();
      return;
    case "reset":
      reply.hijack();
      socket?.resetAndDestroy();
      return;
    case "cut":
      reply.hijack();
      socket?.end(rawAnswer(answer).subarray(0, headLength(answer) + (fault.bytes ?? 20)));
      return;
    case "duplicate":
      reply.hijack();
      socket?.end(Buffer.concat([rawAnswer(answer), rawAnswer(answer)]));
      return;
    case "delay":
      await delay((fault.seconds ?? 35) * 1000, undefined, { signal }).catch(() => undefined);
      break;
  }
  const { status, headers, body } = spoil(answer, fault);
  await reply.code(status).headers(headers).send(body);
}

/** The faults that change what is said, not how it is sent. */
export function spoil(answer: Answer, fault: Fault | undefined): Answer {
  const text = { "content-type": "text/plain; charset=utf-8" };
  switch (fault?.kind) {
    case "500":
      return { status: 500, headers: text, body: "Internal Server Error" };
    case "401-text":
      return { status: 401, headers: text, body: "Unauthorized" };
    case "html":
      return {
        status: 502,
        headers: { "content-type": "text/html; charset=utf-8" },
        body: "<html><body><h1>Bad gateway</h1></body></html>",
      };
    case "redirect":
      return { status: 307, headers: { location: fault.to ?? "https://other.example/token" }, body: "" };
    case "429-with-token":
      return change({ ...answer, status: 429, headers: { ...answer.headers, "retry-after": "1" } }, (body) => ({
        error: "rate_limit_exceeded",
        ...body,
      }));
    case "no-refresh-token":
      return change(answer, ({ refresh_token: _, ...rest }) => rest);
    case "no-expires-in":
      return change(answer, ({ expires_in: _, ...rest }) => rest);
    case "expires-in-string":
      return change(answer, (body) => ("expires_in" in body ? { ...body, expires_in: String(body.expires_in) } : body));
    case "large":
      return change(answer, (body) => ({
        ...body,
        padding: " ".repeat(Math.max(0, (fault.bytes ?? 10 * 1024 * 1024) - answer.body.length)),
      }));
    default:
      return answer;
  }
}

function change(answer: Answer, edit: (body: { [field: string]: unknown }) => { [field: string]: unknown }): Answer {
  return { ...answer, body: JSON.stringify(edit(JSON.parse(answer.body) as { [field: string]: unknown })) };
}

function headOf({ status, headers, body }: Answer): string {
  const lines = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)), connection: "close" });
  return `HTTP/1.1 ${status} OK\r\n${lines.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`;
}

const headLength = (answer: Answer) => Buffer.byteLength(headOf(answer));
const rawAnswer = (answer: Answer) => Buffer.from(headOf(answer) + answer.body);
