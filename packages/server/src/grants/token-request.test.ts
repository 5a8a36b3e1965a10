import { createPublicKey, generateKeyPairSync, verify } from "node:crypto";
import type { GrantIntent, GrantRecord, ProviderProfile } from "@mortise/contract";
import { describe, expect, test } from "vitest";
import { findProfile } from "./profiles.ts";
import { tokenRequest } from "./token-request.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");

function requestOf(
  profile: Partial<ProviderProfile>,
  secret: string | undefined = "s-_+%:/\u00e9",
  of: Partial<GrantRecord> = {},
) {
  const grant = {
    id: "g",
    grantType: "authorization_code",
    clientId: "id+%:\u00e9",
    tokenUrl: "https://provider.example/token",
    redirectUri: null,
    scope: null,
    environment: "test",
    ...of,
  } as GrantRecord;
  const intent = { grant, refreshToken: "r/+= ", clientSecret: secret } as GrantIntent;
  const request = tokenRequest(
    intent,
    { ...findProfile("strict"), ...profile },
    "https://mortise.example/oauth2/callback",
    NOW,
  );
  return {
    ...request,
    form: new URLSearchParams(request.body),
    auth: request.headers.find(([name]) => name === "Authorization")?.[1],
  };
}

const decoded = (auth: string | undefined) =>
  Buffer.from(auth?.slice("Basic ".length) ?? "", "base64").toString("utf8");

describe("a token request", () => {
  test("carries the refresh token as a form, whatever is in it", () => {
    const { form } = requestOf({});
    expect(Object.fromEntries(form)).toEqual({
      grant_type: "refresh_token",
      refresh_token: "r/+= ",
      client_id: "id+%:\u00e9",
      client_secret: "s-_+%:/\u00e9",
    });
  });

  test("encodes both halves of Basic as RFC 6749 asks, or not at all", () => {
    expect(decoded(requestOf({ clientAuth: "basic" }).auth)).toBe("id%2B%25%3A%C3%A9:s-_%2B%25%3A%2F%C3%A9");
    expect(decoded(requestOf({ clientAuth: "basicRaw" }).auth)).toBe("id+%:\u00e9:s-_+%:/\u00e9");
    expect(requestOf({ clientAuth: "basic" }).form.has("client_secret")).toBe(false);
  });

  test("names a public client without a secret", () => {
    const { form, auth } = requestOf({ clientAuth: "none" });
    expect([form.get("client_id"), form.has("client_secret"), auth]).toEqual(["id+%:\u00e9", false, undefined]);
  });

  test.each([
    ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["EdDSA", generateKeyPairSync("ed25519")],
  ])("is signed with a private key: %s", (alg, { privateKey }) => {
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const { form } = requestOf({ clientAuth: "privateKeyJwt" }, pem);
    const [head = "", claims = "", signature = ""] = (form.get("client_assertion") as string).split(".");
    expect(JSON.parse(Buffer.from(head, "base64url").toString())).toEqual({ alg, typ: "JWT" });
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
      aud: "https://provider.example/token",
      iss: "id+%:\u00e9",
      exp: NOW / 1000 + 120,
    });
    const key = { key: createPublicKey(privateKey), dsaEncoding: "ieee-p1363" } as const;
    const text = Buffer.from(`${head}.${claims}`);
    expect(verify(alg === "EdDSA" ? null : "sha256", text, key, Buffer.from(signature, "base64url"))).toBe(true);
  });

  test("says what is missing, and shows no key", () => {
    expect(() => requestOf({ clientAuth: "privateKeyJwt" }, "not-a-key-canary")).toThrow(/no private key/);
    expect(() => requestOf({ clientAuth: "privateKeyJwt" }, "not-a-key-canary")).not.toThrow(/canary/);
    expect(() => requestOf({}, "s", { tokenUrl: null })).toThrow(/no token URL/);
  });

  test("sends what the provider wants beside, with the redirect URI that is registered", () => {
    expect(requestOf({ extraTokenParams: { redirect_uri: "{redirectUri}" } }).form.get("redirect_uri")).toBe(
      "https://mortise.example/oauth2/callback",
    );
    const own = requestOf({ extraTokenParams: { redirect_uri: "{redirectUri}" } }, "s", {
      redirectUri: "https://loket.nl",
    });
    expect(own.form.get("redirect_uri")).toBe("https://loket.nl");
    expect(requestOf({ scopeOnRefresh: true, scope: "a b" }).form.get("scope")).toBe("a b");
    expect(requestOf({ scope: "a b" }).form.has("scope")).toBe(false);
  });
});
