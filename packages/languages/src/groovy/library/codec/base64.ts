import type { GClass } from "../../runtime/class.ts";
import { itemsOf } from "../../runtime/items.ts";
import { BYTES, Bytes } from "../../runtime/list.ts";
import { toInt } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT, STRING } from "../../runtime/types.ts";
import { define, defineFields } from "../define.ts";
import { ByteArrays } from "../io/charset.ts";
import { sized } from "../text/string.ts";

const BASE64 = declare("java.util.Base64", OBJECT);
const ENCODER = declare("java.util.Base64$Encoder", OBJECT);
const DECODER = declare("java.util.Base64$Decoder", OBJECT);

type Variant = "basic" | "url" | "mime";

class Encoder extends GObject {
  readonly variant: Variant;
  readonly padding: boolean;

  constructor(variant: Variant, padding = true) {
    super();
    this.variant = variant;
    this.padding = padding;
  }

  override get cls(): GClass {
    return ENCODER;
  }

  encode(data: Uint8Array): string {
    let text = Buffer.from(data).toString("base64");
    if (this.variant === "url") text = text.replaceAll("+", "-").replaceAll("/", "_");
    if (!this.padding) text = text.replace(/=+$/, "");
    return this.variant === "mime" ? (text.match(/.{1,76}/g) ?? []).join("\r\n") : text;
  }
}

class Decoder extends GObject {
  readonly variant: Variant;

  constructor(variant: Variant) {
    super();
    this.variant = variant;
  }

  override get cls(): GClass {
    return DECODER;
  }

  decode(text: string): Uint8Array {
    const allowed = this.variant === "url" ? /[^A-Za-z0-9_=-]/ : /[^A-Za-z0-9+/=]/;
    if (this.variant !== "mime") {
      const wrong = allowed.exec(text);
      if (wrong)
        throw throwNew(
          "java.lang.IllegalArgumentException",
          `Illegal base64 character ${text.charCodeAt(wrong.index).toString(16)}`,
        );
      const bare = text.replace(/=+$/, "");
      if (bare.length % 4 === 1)
        throw throwNew("java.lang.IllegalArgumentException", "Last unit does not have enough valid bits");
      if (text.includes("=") && text.length % 4 !== 0) {
        throw throwNew("java.lang.IllegalArgumentException", "Input byte array has wrong 4-byte ending unit");
      }
    }
    return Uint8Array.from(Buffer.from(text, this.variant === "url" ? "base64url" : "base64"));
  }
}

const made = (name: string, cls: () => GObject): [string, string, () => Obj][] => [
  [`static Object get${name}()`, `Base64.${name.charAt(0).toLowerCase()}${name.slice(1)} != null`, cls],
];

define(BASE64, [
  ...made("Encoder", () => new Encoder("basic")),
  ...made("UrlEncoder", () => new Encoder("url")),
  ...made("MimeEncoder", () => new Encoder("mime")),
  ...made("Decoder", () => new Decoder("basic")),
  ...made("UrlDecoder", () => new Decoder("url")),
  ...made("MimeDecoder", () => new Decoder("mime")),
]);

define<Encoder>(ENCODER, [
  [
    "String encodeToString(byte[] bytes)",
    "Base64.encoder.encodeToString('user:pass'.bytes)",
    (run, self, bytes: Bytes) => sized(run, self.encode(bytes.data)),
  ],
  [
    "byte[] encode(byte[] bytes)",
    "new String(Base64.encoder.encode('ab'.bytes))",
    (run, self, bytes: Bytes) => {
      run.take(bytes.data.length * 2);
      return ByteArrays.encode(self.encode(bytes.data), "ISO-8859-1");
    },
  ],
  [
    "Encoder withoutPadding()",
    "Base64.encoder.withoutPadding().encodeToString('a'.bytes)",
    (_run, self) => new Encoder(self.variant, false),
  ],
]);

define<Decoder>(DECODER, [
  [
    "byte[] decode(String text)",
    "new String(Base64.decoder.decode('dXNlcjpwYXNz'))",
    (run, self, text: string) => {
      run.take(text.length);
      return new Bytes(self.decode(text));
    },
  ],
  [
    "byte[] decode(byte[] bytes)",
    "new String(Base64.decoder.decode('YWI='.bytes))",
    (run, self, bytes: Bytes) => {
      run.take(bytes.data.length);
      return new Bytes(self.decode(ByteArrays.decode(bytes, "ISO-8859-1")));
    },
  ],
]);

/** What Groovy's `encodeBase64()` answers: text that is written when it is asked for. */
const WRITABLE = declare("groovy.lang.Writable", OBJECT);

class Writable extends GObject {
  readonly value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }

  override get cls(): GClass {
    return WRITABLE;
  }

  override text(): string {
    return this.value;
  }

  override actsAsText(): boolean {
    return true;
  }
}

const hex = (data: Uint8Array) => Buffer.from(data).toString("hex");

define<Bytes>(BYTES, [
  [
    "Writable encodeBase64()",
    "'user:pass'.bytes.encodeBase64().toString()",
    (run, self) => new Writable(sized(run, Buffer.from(self.data).toString("base64"))),
  ],
  [
    "Writable encodeBase64(boolean chunked)",
    "'user:pass'.bytes.encodeBase64(true).toString()",
    (run, self, chunked: boolean) => {
      const text = Buffer.from(self.data).toString("base64");
      return new Writable(sized(run, chunked ? `${(text.match(/.{1,76}/g) ?? []).join("\r\n")}\r\n` : text));
    },
  ],
  [
    "Writable encodeBase64Url()",
    "'a?'.bytes.encodeBase64Url().toString()",
    (run, self) => new Writable(sized(run, Buffer.from(self.data).toString("base64url"))),
  ],
  [
    "Writable encodeHex()",
    "'ab'.bytes.encodeHex().toString()",
    (run, self) => new Writable(sized(run, hex(self.data))),
  ],
  ["int size()", "'ab'.bytes.size()", (_run, self) => self.data.length],
  ["Object clone()", "'ab'.bytes.clone().length", (_run, self) => new Bytes(Uint8Array.from(self.data))],
]);

define<string>(STRING, [
  [
    "byte[] decodeBase64()",
    "new String('dXNlcjpwYXNz'.decodeBase64())",
    (run, self) => {
      run.take(self.length);
      if (/[^A-Za-z0-9+/=\s]/.test(self)) throw throwNew("java.lang.RuntimeException", "bad character in base64 value");
      return new Bytes(Uint8Array.from(Buffer.from(self, "base64")));
    },
  ],
  [
    "byte[] decodeBase64Url()",
    "new String('YT8'.decodeBase64Url())",
    (_run, self) => new Bytes(Uint8Array.from(Buffer.from(self, "base64url"))),
  ],
  [
    "byte[] decodeHex()",
    "new String('6162'.decodeHex())",
    (_run, self) => {
      if (self.length % 2 !== 0)
        throw throwNew("java.lang.NumberFormatException", "odd number of characters in hex string");
      return new Bytes(Uint8Array.from(Buffer.from(self, "hex")));
    },
  ],
]);

const APACHE = declare("org.apache.commons.codec.binary.Base64", OBJECT);
define(APACHE, [
  [
    "static String encodeBase64String(byte[] bytes)",
    "org.apache.commons.codec.binary.Base64.encodeBase64String('ab'.bytes)",
    (_run, _self, bytes: Bytes) => Buffer.from(bytes.data).toString("base64"),
  ],
  [
    "static byte[] decodeBase64(String text)",
    "new String(org.apache.commons.codec.binary.Base64.decodeBase64('YWI='))",
    (_run, _self, text: string) => new Bytes(Uint8Array.from(Buffer.from(text, "base64"))),
  ],
]);

const CHARSET = declare("java.nio.charset.Charset", OBJECT);
const CHARSETS = declare("java.nio.charset.StandardCharsets", OBJECT);

class Charset extends GObject {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }

  override get cls(): GClass {
    return CHARSET;
  }

  override keyText(): string {
    return `C${this.name}`;
  }

  override text(): string {
    return this.name;
  }
}

define<Charset>(CHARSET, [
  [
    "static Charset forName(String name)",
    "java.nio.charset.Charset.forName('UTF-8').toString()",
    (_run, _self, name: string) => new Charset(ByteArrays.nameOf(name)),
  ],
  [
    "static Charset defaultCharset()",
    "java.nio.charset.Charset.defaultCharset().toString()",
    () => new Charset("UTF-8"),
  ],
  [
    "static boolean isSupported(String name)",
    "java.nio.charset.Charset.isSupported('UTF-8')",
    (_run, _self, name: string) => ByteArrays.isKnown(name),
  ],
  ["String name()", "java.nio.charset.Charset.forName('utf-8').name()", (_run, self) => self.name],
  ["String displayName()", "java.nio.charset.Charset.forName('utf-8').displayName()", (_run, self) => self.name],
]);
defineFields(CHARSETS, {
  UTF_8: new Charset("UTF-8"),
  US_ASCII: new Charset("US-ASCII"),
  ISO_8859_1: new Charset("ISO-8859-1"),
  UTF_16: new Charset("UTF-16"),
  UTF_16BE: new Charset("UTF-16BE"),
  UTF_16LE: new Charset("UTF-16LE"),
});

/** A list of small numbers as bytes. */
export function bytesFrom(value: Obj): Uint8Array {
  if (value instanceof Bytes) return value.data;
  return Uint8Array.from(itemsOf(value) ?? [], (item) => toInt(item) & 0xff);
}
