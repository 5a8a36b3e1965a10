import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { profileMistakes } from "./profile-schema.ts";
import { findProfile, PROFILES, tokenLife } from "./profiles.ts";

describe("provider profiles", () => {
  test.each([...PROFILES.values()].map((profile) => [profile.name, profile] as const))(
    "%s says everything, with its sources, and nothing that contradicts itself",
    (_, profile) => {
      expect(profileMistakes(profile)).toEqual([]);
    },
  );

  test("each file is named as its profile", () => {
    const files = readdirSync(new URL("profiles/", import.meta.url)).sort();
    expect(files).toEqual([...PROFILES.keys()].sort().map((name) => `${name}.json`));
  });

  test("the default assumes nothing that a provider did not promise", () => {
    expect(findProfile("strict")).toMatchObject({ rotation: "rotating", leewayKind: "none", probeWhenInDoubt: false });
  });

  test.each([
    ["a window that begins before a refresh is accepted", { refreshBeforeExpirySec: 120 }, "/refreshBeforeExpirySec"],
    ["a refresh that is accepted too late", { refreshNotBeforeSec: 600 }, "/refreshNotBeforeSec"],
    ["a leeway without a time", { leewayKind: "time" }, "/leewaySec"],
    ["a field that there is not", { leeway: 5 }, "/"],
    ["a rule that says nothing", { errorMap: [{ means: "dead" }] }, "/errorMap/0"],
  ])("%s is a mistake", (_, change, pointer) => {
    expect(profileMistakes({ ...findProfile("exact-online"), ...change }).join()).toContain(pointer);
  });

  test("a name that there is not is answered with those there are", () => {
    expect(() => findProfile("lokket")).toThrow(/"lokket".*loket/);
  });
});

test("the provider of a token address is known by its host", () => {
  expect(tokenLife("https://start.exactonline.nl/api/oauth2/token")).toEqual({
    provider: "Exact Online",
    idleDays: 30,
  });
  expect([tokenLife("https://login.example/token"), tokenLife("#{token_url}")]).toEqual([undefined, undefined]);
});
