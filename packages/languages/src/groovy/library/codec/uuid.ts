import { createHash } from "node:crypto";
import type { GClass } from "../../runtime/class.ts";
import type { Bytes } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { readTyped } from "../../runtime/typed.ts";
import { COMPARABLE, declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

export const UUID = declare("java.util.UUID", OBJECT, COMPARABLE);

/** `java.util.UUID`. */
export class Uuid extends GObject {
  readonly value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }

  override get cls(): GClass {
    return UUID;
  }

  override keyText(): string {
    return `u${this.value}`;
  }

  override text(): string {
    return this.value;
  }

  override compareTo(other: Obj): number | undefined {
    if (!(other instanceof Uuid)) return undefined;
    return this.value < other.value ? -1 : this.value > other.value ? 1 : 0;
  }

  override hash(): number {
    const bits = this.most ^ this.least;
    return Number(BigInt.asIntN(32, bits ^ (bits >> 32n)));
  }

  get most(): bigint {
    return BigInt.asIntN(64, BigInt(`0x${this.value.replaceAll("-", "").slice(0, 16)}`));
  }

  get least(): bigint {
    return BigInt.asIntN(64, BigInt(`0x${this.value.replaceAll("-", "").slice(16)}`));
  }
}

readTyped(UUID.name, (text) => new Uuid(text));

function ofHex(hex: string): Uuid {
  return new Uuid(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`);
}

/** Sets the version and the variant in 16 bytes. */
function stamped(bytes: Uint8Array, version: number): Uuid {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  return ofHex(Buffer.from(bytes).toString("hex"));
}

function random(run: Run): Uuid {
  return stamped(
    Uint8Array.from({ length: 16 }, () => Math.floor(run.exchange.scope.random() * 256)),
    4,
  );
}

function parsed(text: string): Uuid {
  const parts = text.split("-");
  if (parts.length !== 5 || parts.some((part) => !/^[0-9a-fA-F]+$/.test(part))) {
    throw throwNew(
      "java.lang.IllegalArgumentException",
      text.length > 36 ? "UUID string too large" : `Invalid UUID string: ${text}`,
    );
  }
  const widths = [8, 4, 4, 4, 12];
  return new Uuid(
    parts
      .map((part, i) =>
        part
          .toLowerCase()
          .padStart(widths[i] as number, "0")
          .slice(-(widths[i] as number)),
      )
      .join("-"),
  );
}

const u = "UUID.fromString('123e4567-e89b-12d3-a456-426614174000')";

define<Uuid>(UUID, [
  ["static UUID randomUUID()", "UUID.randomUUID().toString().length()", (run) => random(run)],
  ["static UUID fromString(String text)", `${u}.toString()`, (_run, _self, text: string) => parsed(text)],
  [
    "static UUID nameUUIDFromBytes(byte[] bytes)",
    "UUID.nameUUIDFromBytes('abc'.bytes).toString()",
    (_run, _self, bytes: Bytes) => stamped(Uint8Array.from(createHash("md5").update(bytes.data).digest()), 3),
  ],
  [
    "new(long most, long least)",
    "new UUID(1L, 2L).toString()",
    (_run, _self, most: bigint, least: bigint) =>
      ofHex(
        BigInt.asUintN(64, most).toString(16).padStart(16, "0") +
          BigInt.asUintN(64, least).toString(16).padStart(16, "0"),
      ),
  ],
  ["int version()", `${u}.version()`, (_run, self) => Number.parseInt(self.value[14] as string, 16)],
  ["int variant()", `${u}.variant()`, () => 2],
  ["long getMostSignificantBits()", `${u}.mostSignificantBits`, (_run, self) => self.most],
  ["long getLeastSignificantBits()", `${u}.leastSignificantBits`, (_run, self) => self.least],
  ["String toString()", `${u}.toString()`, (_run, self) => self.value],
]);
