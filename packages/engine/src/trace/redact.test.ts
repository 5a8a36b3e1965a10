import { expect, test } from "vitest";
import { MAX_TRACED_BODY, redactMessage } from "./redact.ts";
import { RunSecrets } from "./secrets.ts";

test("a secret that another one begins with leaves nothing of the longer one", () => {
  const secrets = new RunSecrets(["canary-short", "canary-short-and-its-tail"]);
  expect(secrets.redact("x canary-short-and-its-tail y canary-short z")).toBe("x ••• y ••• z");
});

test("a secret that the cut of a long body goes through leaves nothing of its first half", () => {
  const secret = "canary-on-the-very-edge-of-what-is-kept";
  const body = `${"x".repeat(MAX_TRACED_BODY - 20)}${secret}${"y".repeat(100)}`;
  const shown = redactMessage({ headers: {}, body }, new RunSecrets([secret])).body as string;
  expect(shown).not.toContain("canary");
  expect(shown).toContain(`(${body.length} characters in all)`);
});

test("a body that fits is shown as it is", () => {
  const body = "x".repeat(MAX_TRACED_BODY);
  expect(redactMessage({ headers: {}, body }, new RunSecrets()).body).toBe(body);
});
