import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureKekFile, kekFromFile } from "./kek.ts";

describe("the key-encryption key", () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "mortise-key-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  test("is made once, for its owner only", () => {
    const path = join(dir, "deep", "key");
    ensureKekFile(path);
    const first = readFileSync(path, "utf8");
    ensureKekFile(path);
    expect(readFileSync(path, "utf8")).toBe(first);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(kekFromFile(path).key.symmetricKeySize).toBe(32);
  });

  test("may be written in base64, base64url or hexadecimal", () => {
    const bytes = Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - at));
    const ids = (["base64", "base64url", "hex"] as const).map((form) => {
      const path = join(dir, form);
      writeFileSync(path, `${bytes.toString(form)}\n`);
      return kekFromFile(path).id.toString("hex");
    });
    expect(new Set(ids).size).toBe(1);
  });

  test.each(["", "too short", "?".repeat(44), Buffer.alloc(31).toString("base64")])(
    "is not taken from a file that holds %j",
    (text) => {
      const path = join(dir, "key");
      writeFileSync(path, text);
      expect(() => kekFromFile(path)).toThrow(/holds no key-encryption key: expected 32 random bytes/);
    },
  );

  test("is missed with a line that says what is at stake", () => {
    expect(() => kekFromFile(join(dir, "gone"))).toThrow(/cannot be read .*MORTISE_KEY_FILE/);
  });
});
