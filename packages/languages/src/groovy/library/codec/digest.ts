import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { GClass } from "../../runtime/class.ts";
import { BYTES, Bytes } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, declareInterface, OBJECT, STRING } from "../../runtime/types.ts";
import { define } from "../define.ts";

const MESSAGE_DIGEST = declare("java.security.MessageDigest", OBJECT);
const KEY = declareInterface("java.security.Key");
const SECRET_KEY_SPEC = declare("javax.crypto.spec.SecretKeySpec", OBJECT, KEY);
const MAC = declare("javax.crypto.Mac", OBJECT);

const DIGESTS: ReadonlyMap<string, string> = new Map([
  ["MD5", "md5"],
  ["SHA", "sha1"],
  ["SHA1", "sha1"],
  ["SHA-1", "sha1"],
  ["SHA-224", "sha224"],
  ["SHA-256", "sha256"],
  ["SHA-384", "sha384"],
  ["SHA-512", "sha512"],
  ["SHA3-256", "sha3-256"],
  ["SHA3-512", "sha3-512"],
]);
const LENGTHS: ReadonlyMap<string, number> = new Map([
  ["md5", 16],
  ["sha1", 20],
  ["sha224", 28],
  ["sha256", 32],
  ["sha384", 48],
  ["sha512", 64],
  ["sha3-256", 32],
  ["sha3-512", 64],
]);

function digestOf(name: string, suffix: string): string {
  const found = DIGESTS.get(name.toUpperCase());
  if (!found) throw throwNew("java.security.NoSuchAlgorithmException", suffix.replace("{}", name));
  return found;
}

/** Bytes gathered until they are digested. */
class Digest extends GObject {
  readonly algorithm: string;
  readonly node: string;
  #chunks: Uint8Array[] = [];

  constructor(algorithm: string) {
    super();
    this.algorithm = algorithm;
    this.node = digestOf(algorithm, "{} MessageDigest not available");
  }

  override get cls(): GClass {
    return MESSAGE_DIGEST;
  }

  update(run: Run, data: Uint8Array): this {
    run.take(data.length);
    run.steps(1 + (data.length >> 6));
    this.#chunks.push(Uint8Array.from(data));
    return this;
  }

  digest(): Bytes {
    const hash = createHash(this.node);
    for (const chunk of this.#chunks) hash.update(chunk);
    this.#chunks = [];
    return new Bytes(Uint8Array.from(hash.digest()));
  }

  reset(): void {
    this.#chunks = [];
  }
}

const sha = "java.security.MessageDigest.getInstance('SHA-256')";

define<Digest>(MESSAGE_DIGEST, [
  [
    "static MessageDigest getInstance(String algorithm)",
    `${sha}.algorithm`,
    (_run, _self, algorithm: string) => new Digest(algorithm),
  ],
  [
    "byte[] digest()",
    `def d = ${sha}\nd.update('abc'.bytes)\nd.digest().encodeHex().toString()`,
    (_run, self) => self.digest(),
  ],
  [
    "byte[] digest(byte[] bytes)",
    `${sha}.digest('abc'.bytes).encodeHex().toString()`,
    (run, self, bytes: Bytes) => self.update(run, bytes.data).digest(),
  ],
  [
    "void update(byte[] bytes)",
    `def d = ${sha}\nd.update('abc'.bytes)\nd.digest().length`,
    (run, self, bytes: Bytes) => {
      self.update(run, bytes.data);
      return null;
    },
  ],
  [
    "void update(byte byte)",
    `def d = ${sha}\nd.update(1 as byte)\nd.digest().length`,
    (run, self, byte: number) => {
      self.update(run, Uint8Array.of(byte & 0xff));
      return null;
    },
  ],
  [
    "void update(byte[] bytes, int from, int count)",
    `def d = ${sha}\nd.update('abc'.bytes, 0, 2)\nd.digest().length`,
    (run, self, bytes: Bytes, from: number, count: number) => {
      self.update(run, bytes.data.subarray(from, from + count));
      return null;
    },
  ],
  [
    "void reset()",
    `def d = ${sha}\nd.update('abc'.bytes)\nd.reset()\nd.digest().length`,
    (_run, self) => {
      self.reset();
      return null;
    },
  ],
  ["String getAlgorithm()", `${sha}.algorithm`, (_run, self) => self.algorithm],
  ["int getDigestLength()", `${sha}.digestLength`, (_run, self) => LENGTHS.get(self.node) ?? 0],
  [
    "static boolean isEqual(byte[] a, byte[] b)",
    "java.security.MessageDigest.isEqual('a'.bytes, 'a'.bytes)",
    (_run, _self, a: Bytes, b: Bytes) => a.data.length === b.data.length && timingSafeEqual(a.data, b.data),
  ],
]);

class SecretKey extends GObject {
  readonly data: Uint8Array;
  readonly algorithm: string;

  constructor(data: Uint8Array, algorithm: string) {
    super();
    if (data.length === 0) throw throwNew("java.lang.IllegalArgumentException", "Empty key");
    this.data = Uint8Array.from(data);
    this.algorithm = algorithm;
  }

  override get cls(): GClass {
    return SECRET_KEY_SPEC;
  }

  override text(): string {
    return "javax.crypto.spec.SecretKeySpec";
  }
}

define<SecretKey>(SECRET_KEY_SPEC, [
  [
    "new(byte[] bytes, String algorithm)",
    "new javax.crypto.spec.SecretKeySpec('key'.bytes, 'HmacSHA256').algorithm",
    (_run, _self, bytes: Bytes, algorithm: string) => new SecretKey(bytes.data, algorithm),
  ],
  [
    "String getAlgorithm()",
    "new javax.crypto.spec.SecretKeySpec('key'.bytes, 'HmacSHA256').algorithm",
    (_run, self) => self.algorithm,
  ],
  [
    "byte[] getEncoded()",
    "new javax.crypto.spec.SecretKeySpec('key'.bytes, 'HmacSHA256').encoded.length",
    (_run, self) => new Bytes(self.data),
  ],
]);

/** `javax.crypto.Mac`. */
class Mac extends GObject {
  readonly algorithm: string;
  readonly node: string;
  key: SecretKey | undefined;
  #chunks: Uint8Array[] = [];

  constructor(algorithm: string) {
    super();
    const name = /^HMAC-?(SHA\d+|MD5)$/i.exec(algorithm)?.[1]?.toUpperCase() ?? "";
    this.algorithm = algorithm;
    const standard = name.startsWith("SHA") && name !== "SHA1" ? `SHA-${name.slice(3)}` : name;
    if (!DIGESTS.has(standard))
      throw throwNew("java.security.NoSuchAlgorithmException", `Algorithm ${algorithm} not available`);
    this.node = DIGESTS.get(standard) as string;
  }

  override get cls(): GClass {
    return MAC;
  }

  update(run: Run, data: Uint8Array): this {
    if (!this.key) throw throwNew("java.lang.IllegalStateException", "MAC not initialized");
    run.take(data.length);
    run.steps(1 + (data.length >> 6));
    this.#chunks.push(Uint8Array.from(data));
    return this;
  }

  finish(): Bytes {
    if (!this.key) throw throwNew("java.lang.IllegalStateException", "MAC not initialized");
    const hmac = createHmac(this.node, this.key.data);
    for (const chunk of this.#chunks) hmac.update(chunk);
    this.#chunks = [];
    return new Bytes(Uint8Array.from(hmac.digest()));
  }
}

const mac =
  "def m = javax.crypto.Mac.getInstance('HmacSHA256')\nm.init(new javax.crypto.spec.SecretKeySpec('key'.bytes, 'HmacSHA256'))\nm";

define<Mac>(MAC, [
  [
    "static Mac getInstance(String algorithm)",
    "javax.crypto.Mac.getInstance('HmacSHA256').algorithm",
    (_run, _self, algorithm: string) => new Mac(algorithm),
  ],
  [
    "void init(Key key)",
    `${mac}.macLength`,
    (_run, self, key: SecretKey) => {
      self.key = key;
      return null;
    },
  ],
  ["byte[] doFinal()", `${mac}.update('abc'.bytes)\nm.doFinal().encodeHex().toString()`, (_run, self) => self.finish()],
  [
    "byte[] doFinal(byte[] bytes)",
    `${mac}.doFinal('abc'.bytes).encodeHex().toString()`,
    (run, self, bytes: Bytes) => self.update(run, bytes.data).finish(),
  ],
  [
    "void update(byte[] bytes)",
    `${mac}.update('abc'.bytes)`,
    (run, self, bytes: Bytes) => {
      self.update(run, bytes.data);
      return null;
    },
  ],
  ["int getMacLength()", `${mac}.macLength`, (_run, self) => LENGTHS.get(self.node) ?? 0],
  ["String getAlgorithm()", `${mac}.algorithm`, (_run, self) => self.algorithm],
]);

const hexOf = (run: Run, hash: string, data: Uint8Array | string): Obj => {
  run.steps(1 + (data.length >> 6));
  return createHash(hash).update(data).digest("hex");
};

define<string>(STRING, [
  ["String md5()", "'abc'.md5()", (run, self) => hexOf(run, "md5", self)],
  ["String sha256()", "'abc'.sha256()", (run, self) => hexOf(run, "sha256", self)],
  [
    "String digest(String algorithm)",
    "'abc'.digest('SHA-1')",
    (run, self, algorithm: string) => hexOf(run, digestOf(algorithm, "{} MessageDigest not available"), self),
  ],
]);
define<Bytes>(BYTES, [
  ["String md5()", "'abc'.bytes.md5()", (run, self) => hexOf(run, "md5", self.data)],
  ["String sha256()", "'abc'.bytes.sha256()", (run, self) => hexOf(run, "sha256", self.data)],
  [
    "String digest(String algorithm)",
    "'abc'.bytes.digest('SHA-1')",
    (run, self, algorithm: string) => hexOf(run, digestOf(algorithm, "{} MessageDigest not available"), self.data),
  ],
]);
