import { Bytes } from "../../runtime/list.ts";
import { throwNew } from "../../runtime/throwable.ts";

const NAMES: ReadonlyMap<string, string> = new Map([
  ["utf-8", "utf-8"],
  ["utf8", "utf-8"],
  ["us-ascii", "ascii"],
  ["ascii", "ascii"],
  ["iso-8859-1", "latin1"],
  ["iso8859-1", "latin1"],
  ["iso8859_1", "latin1"],
  ["latin1", "latin1"],
  ["windows-1252", "windows-1252"],
  ["cp1252", "windows-1252"],
  ["iso-8859-15", "iso-8859-15"],
  ["utf-16", "utf-16"],
  ["utf-16be", "utf-16be"],
  ["utf-16le", "utf-16le"],
]);

function known(charset: string, why = "java.io.UnsupportedEncodingException"): string {
  const name = NAMES.get(charset.toLowerCase());
  if (name === undefined) throw throwNew(why, charset);
  return name;
}

/** Texts to bytes and back, in the character sets that Java has under these names. */
export const ByteArrays = {
  encode(text: string, charset: string): Bytes {
    return new Bytes(encodeText(text, known(charset)));
  },

  decode(bytes: Bytes, charset: string): string {
    return decodeText(bytes.data, known(charset));
  },

  /** The charset's own name. Throws UnsupportedCharsetException. */
  nameOf(charset: string): string {
    known(charset, "java.nio.charset.UnsupportedCharsetException");
    const upper = charset.toUpperCase();
    return upper === "UTF8" ? "UTF-8" : upper === "ASCII" ? "US-ASCII" : upper === "LATIN1" ? "ISO-8859-1" : upper;
  },

  isKnown(charset: string): boolean {
    return NAMES.has(charset.toLowerCase());
  },
};

function encodeText(text: string, name: string): Uint8Array {
  switch (name) {
    case "utf-8":
      return new TextEncoder().encode(text);
    case "ascii":
    case "latin1": {
      const last = name === "ascii" ? 127 : 255;
      return Uint8Array.from([...text], (char) =>
        (char.codePointAt(0) as number) > last ? 63 : (char.codePointAt(0) as number),
      );
    }
    case "utf-16":
      return Uint8Array.from([0xfe, 0xff, ...wide(text, true)]);
    case "utf-16be":
    case "utf-16le":
      return wide(text, name === "utf-16be");
    default:
      return single(text, name);
  }
}

function wide(text: string, big: boolean): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), !big);
  return bytes;
}

const tables = new Map<string, Map<string, number>>();

/** A character set of one byte per character, by JavaScript's own table for reading it. */
function single(text: string, name: string): Uint8Array {
  let table = tables.get(name);
  if (!table) {
    table = new Map();
    const all = new TextDecoder(name).decode(Uint8Array.from({ length: 256 }, (_none, i) => i));
    for (let i = 0; i < 256; i++) table.set(all[i] as string, i);
    tables.set(name, table);
  }
  const codes = table;
  return Uint8Array.from([...text], (char) => codes.get(char) ?? 63);
}

function decodeText(bytes: Uint8Array, name: string): string {
  if (name === "ascii" || name === "latin1") {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(name === "ascii" && byte > 127 ? 0xfffd : byte);
    return text;
  }
  if (name === "utf-16") {
    const little = bytes[0] === 0xff && bytes[1] === 0xfe;
    const marked = little || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return new TextDecoder(little ? "utf-16le" : "utf-16be", { ignoreBOM: true }).decode(
      marked ? bytes.subarray(2) : bytes,
    );
  }
  return new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
}
