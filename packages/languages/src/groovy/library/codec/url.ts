import type { GClass } from "../../runtime/class.ts";
import { Bytes } from "../../runtime/list.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { COMPARABLE, declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";
import { ByteArrays } from "../io/charset.ts";
import { sized } from "../text/string.ts";

const URL_ENCODER = declare("java.net.URLEncoder", OBJECT);
const URL_DECODER = declare("java.net.URLDecoder", OBJECT);
export const URI = declare("java.net.URI", OBJECT, COMPARABLE);

/** A text for a form: what is no letter or digit becomes `%xx`, a space a plus. */
function encode(text: string, charset: string): string {
  let result = "";
  for (const char of text) {
    if (/[A-Za-z0-9.*_-]/.test(char)) result += char;
    else if (char === " ") result += "+";
    else
      for (const byte of ByteArrays.encode(char, charset).data)
        result += `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return result;
}

function decode(text: string, charset: string): string {
  const bytes: number[] = [];
  let result = "";
  const flush = () => {
    if (bytes.length) result += ByteArrays.decode(new Bytes(Uint8Array.from(bytes)), charset);
    bytes.length = 0;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === "%") {
      const hex = text.slice(i + 1, i + 3);
      if (hex.length < 2)
        throw throwNew("java.lang.IllegalArgumentException", "URLDecoder: Incomplete trailing escape (%) pattern");
      if (!/^[0-9a-fA-F]{2}$/.test(hex)) {
        throw throwNew(
          "java.lang.IllegalArgumentException",
          `URLDecoder: Illegal hex characters in escape (%) pattern - Error at index 0 in: "${hex}"`,
        );
      }
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else {
      flush();
      result += char === "+" ? " " : char;
    }
  }
  flush();
  return result;
}

define(URL_ENCODER, [
  [
    "static String encode(String text, Object charset)",
    "URLEncoder.encode('a b&c=é', 'UTF-8')",
    (run, _self, text: string, charset: Obj) => sized(run, encode(text, textOf(charset))),
  ],
  [
    "static String encode(String text)",
    "URLEncoder.encode('a b')",
    (run, _self, text: string) => sized(run, encode(text, "UTF-8")),
  ],
]);
define(URL_DECODER, [
  [
    "static String decode(String text, Object charset)",
    "URLDecoder.decode('a+b%26c', 'UTF-8')",
    (run, _self, text: string, charset: Obj) => sized(run, decode(text, textOf(charset))),
  ],
  [
    "static String decode(String text)",
    "URLDecoder.decode('a+b')",
    (run, _self, text: string) => sized(run, decode(text, "UTF-8")),
  ],
]);

/** `java.net.URI`: a text taken apart; it opens nothing. */
export class Uri extends GObject {
  readonly source: string;
  readonly scheme: string | null;
  readonly authority: string | null;
  readonly path: string;
  readonly query: string | null;
  readonly fragment: string | null;

  constructor(source: string) {
    super();
    const wrong = /[\s<>"{}|\\^`]/.exec(source);
    if (wrong)
      throw throwNew("java.net.URISyntaxException", `Illegal character in path at index ${wrong.index}: ${source}`);
    const match = /^(?:([A-Za-z][\w+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/.exec(
      source,
    ) as RegExpExecArray;
    this.source = source;
    this.scheme = match[1] ?? null;
    this.authority = match[2] ?? null;
    this.path = match[3] ?? "";
    this.query = match[4] ?? null;
    this.fragment = match[5] ?? null;
  }

  override get cls(): GClass {
    return URI;
  }

  override keyText(): string {
    return `U${this.source}`;
  }

  override text(): string {
    return this.source;
  }

  get host(): string | null {
    return this.authority?.replace(/^[^@]*@/, "").replace(/:\d*$/, "") || null;
  }
}

const u = "new URI('https://user@example.test:8443/a/b?x=1#top')";
const plain = (text: string | null) => (text === null ? null : decodeURIComponent(text));

define<Uri>(URI, [
  ["new(String text)", `${u}.host`, (_run, _self, text: string) => new Uri(text)],
  [
    "static URI create(String text)",
    "URI.create('https://example.test/x').path",
    (_run, _self, text: string) => new Uri(text),
  ],
  ["String getScheme()", `${u}.scheme`, (_run, self) => self.scheme],
  ["String getHost()", `${u}.host`, (_run, self) => self.host],
  ["int getPort()", `${u}.port`, (_run, self) => Number(/:(\d+)$/.exec(self.authority ?? "")?.[1] ?? -1)],
  ["String getPath()", `${u}.path`, (_run, self) => plain(self.path)],
  ["String getRawPath()", `${u}.rawPath`, (_run, self) => self.path],
  ["String getQuery()", `${u}.query`, (_run, self) => plain(self.query)],
  ["String getRawQuery()", `${u}.rawQuery`, (_run, self) => self.query],
  ["String getFragment()", `${u}.fragment`, (_run, self) => self.fragment],
  ["String getAuthority()", `${u}.authority`, (_run, self) => self.authority],
  ["String getUserInfo()", `${u}.userInfo`, (_run, self) => /^([^@]*)@/.exec(self.authority ?? "")?.[1] ?? null],
  ["boolean isAbsolute()", `${u}.isAbsolute()`, (_run, self) => self.scheme !== null],
  [
    "URI resolve(String other)",
    "new URI('https://example.test/a/b').resolve('c').toString()",
    (_run, self, other: string) => {
      try {
        return new Uri(new URL(other, self.source).toString());
      } catch {
        return new Uri(other);
      }
    },
  ],
]);
