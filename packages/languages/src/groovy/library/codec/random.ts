import type { GClass } from "../../runtime/class.ts";
import { Bytes } from "../../runtime/list.ts";
import { Double } from "../../runtime/number.ts";
import { GObject } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

const RANDOM = declare("java.util.Random", OBJECT);
const SECURE_RANDOM = declare("java.security.SecureRandom", RANDOM);
const THREAD_LOCAL_RANDOM = declare("java.util.concurrent.ThreadLocalRandom", RANDOM);

/** `java.util.Random`: with a seed the JDK's own sequence, without one the run's chance. */
class Random extends GObject {
  readonly #cls: GClass;
  readonly #run: Run;
  #seed: bigint | undefined;

  constructor(run: Run, cls: GClass, seed?: bigint) {
    super();
    this.#run = run;
    this.#cls = cls;
    this.seed(seed);
  }

  override get cls(): GClass {
    return this.#cls;
  }

  seed(seed: bigint | undefined): void {
    this.#seed = seed === undefined ? undefined : (seed ^ 0x5deece66dn) & ((1n << 48n) - 1n);
  }

  /** So many random bits, as a signed number. */
  bits(count: number): number {
    if (this.#seed === undefined) {
      const value = Math.floor(this.#run.exchange.scope.random() * 2 ** count);
      return count === 32 ? value | 0 : value;
    }
    this.#seed = (this.#seed * 0x5deece66dn + 0xbn) & ((1n << 48n) - 1n);
    return Number(BigInt.asIntN(32, this.#seed >> BigInt(48 - count)));
  }

  int(bound: number): number {
    if (bound <= 0) throw throwNew("java.lang.IllegalArgumentException", "bound must be positive");
    if ((bound & -bound) === bound) return Number((BigInt(bound) * BigInt(this.bits(31))) >> 31n);
    for (;;) {
      const bits = this.bits(31);
      const value = bits % bound;
      this.#run.step();
      if (bits - value + (bound - 1) <= 2147483647) return value;
    }
  }

  double(): number {
    return (this.bits(26) * 2 ** 27 + this.bits(27)) / 2 ** 53;
  }
}

define<Random>(RANDOM, [
  ["new()", "new Random().nextInt(1)", (run) => new Random(run, RANDOM)],
  ["new(long seed)", "new Random(42L).nextInt(100)", (run, _self, seed: bigint) => new Random(run, RANDOM, seed)],
  ["int nextInt()", "new Random(42L).nextInt()", (_run, self) => self.bits(32)],
  ["int nextInt(int bound)", "new Random(42L).nextInt(10)", (_run, self, bound: number) => self.int(bound)],
  [
    "int nextInt(int from, int to)",
    "new Random(42L).nextInt(5, 6)",
    (_run, self, from: number, to: number) => {
      if (from >= to) throw throwNew("java.lang.IllegalArgumentException", "bound must be greater than origin");
      return from + self.int(to - from);
    },
  ],
  [
    "long nextLong()",
    "new Random(42L).nextLong()",
    (_run, self) => BigInt.asIntN(64, (BigInt(self.bits(32)) << 32n) + BigInt(self.bits(32))),
  ],
  ["double nextDouble()", "new Random(42L).nextDouble()", (_run, self) => new Double(self.double())],
  ["boolean nextBoolean()", "new Random(42L).nextBoolean()", (_run, self) => self.bits(1) !== 0],
  [
    "void nextBytes(byte[] into)",
    "def b = new byte[2]\nnew Random(42L).nextBytes(b)\nb",
    (run, self, into: Bytes) => {
      run.steps(into.data.length >> 2);
      for (let i = 0; i < into.data.length; ) {
        for (let word = self.bits(32), n = Math.min(into.data.length - i, 4); n-- > 0; word >>= 8)
          into.data[i++] = word & 0xff;
      }
      return null;
    },
  ],
  [
    "void setSeed(long seed)",
    "def r = new Random()\nr.setSeed(42L)\nr.nextInt(10)",
    (_run, self, seed: bigint) => {
      self.seed(seed);
      return null;
    },
  ],
]);
define<Random>(SECURE_RANDOM, [
  ["new()", "new java.security.SecureRandom().nextInt(1)", (run) => new Random(run, SECURE_RANDOM)],
  [
    "byte[] generateSeed(int count)",
    "new java.security.SecureRandom().generateSeed(4).length",
    (run, self, count: number) => {
      run.take(count);
      return new Bytes(Uint8Array.from({ length: count }, () => self.bits(8) & 0xff));
    },
  ],
]);
define(THREAD_LOCAL_RANDOM, [
  [
    "static ThreadLocalRandom current()",
    "java.util.concurrent.ThreadLocalRandom.current().nextInt(1)",
    (run) => new Random(run, THREAD_LOCAL_RANDOM),
  ],
]);
