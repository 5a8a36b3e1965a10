import { expect, test } from "vitest";
import { failureReply, suspendedReply } from "./failure.ts";

const error = { code: "REMOTE_STATUS", message: "https://x <answered> 500 & more" };

test("a failure is JSON of code, info and error", () => {
  const { status, body } = failureReply(error, "*/*");
  expect(status).toBe(500);
  expect(JSON.parse(String(body))).toEqual({ code: 500, info: "Internal Server Error", error: error.message });
});

test("a failure is XML where the caller asks for it", () => {
  expect(failureReply(error, "application/xml")).toEqual({
    status: 500,
    headers: ["Content-Type", "application/xml; charset=utf-8"],
    body: "<Response><Code>500</Code><Info>Internal Server Error</Info><Error>https://x &lt;answered&gt; 500 &amp; more</Error></Response>",
  });
});

test.each(["ENGINE_TIMEOUT", "REMOTE_TIMEOUT"])("%s is a gateway's time-out", (code) => {
  const { status, body } = failureReply({ code, message: "late" }, undefined);
  expect(status).toBe(504);
  expect(JSON.parse(String(body))).toEqual({ code: 504, info: "Timeout error", error: "late" });
});

test("a suspended flow is not available", () => {
  const { status, body } = suspendedReply("orders", "suspended", undefined);
  expect(status).toBe(503);
  expect(JSON.parse(String(body)).error).toBe("The flow orders is suspended.");
});
