import { describe, expect, test } from "vitest";
import { redactFields, redactUrl, redactValue } from "./redact.ts";
import { isSecretName } from "./secret-name.ts";

describe("redactFields", () => {
  test.each([
    ['{"access_token": "abc", "expires_in": 3600}', '{"access_token": "•••", "expires_in": 3600}'],
    ['{"client_secret":"a\\"b","x":"y"}', '{"client_secret":"•••","x":"y"}'],
    ['{"note":"say \\"token\\": it","pin_token":1234}', '{"note":"say \\"token\\": it","pin_token":"•••"}'],
    ['{"refresh_token":"cut of', '{"refresh_token":"•••"'],
    ['{"token":{"password":"x"}}', '{"token":{"password":"•••"}}'],
    [
      "grant_type=refresh_token&refresh_token=abc&client_id=me",
      "grant_type=refresh_token&refresh_token=•••&client_id=me",
    ],
    ["<a><password>x</password><name>y</name></a>", "<a><password>•••</password><name>y</name></a>"],
    ["a password is needed", "a password is needed"],
    ["1 + 1 = 2", "1 + 1 = 2"],
  ])("hides the secret fields of %s", (text, shown) => {
    expect(redactFields(text)).toBe(shown);
  });

  test("takes a text of escaped quotes without an end in one pass", () => {
    const text = `"${'\\"'.repeat(200_000)}`;
    expect(redactFields(text)).toBe(text);
  });
});

test("an address shows neither user nor secret parameters", () => {
  expect(redactUrl("https://me:pw@api.example/x?api_key=1&page=2")).toBe(
    "https://•••@api.example/x?api_key=•••&page=2",
  );
  expect(redactUrl("https://api.example/a@b")).toBe("https://api.example/a@b");
});

test("a map shows no value of a secret-looking key, at any depth", () => {
  const value = new Map([["list", [new Map([["access_token", "abc"]]), 1]]]);
  expect(redactValue(value)).toEqual(new Map([["list", [new Map([["access_token", "•••"]]), 1]]]));
});

test.each([
  ["access_token", true],
  ["Loket_Refresh_Token_KLANT", true],
  ["Authorization", true],
  ["X-Api-Key", true],
  ["Set-Cookie", true],
  ["token_type", false],
  ["tokenUrl", false],
  ["loket_client_id", false],
  ["Content-Type", false],
])("%s holds a secret: %s", (name, secret) => {
  expect(isSecretName(name)).toBe(secret);
});
