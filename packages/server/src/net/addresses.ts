import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** IPv4 that is not the public internet, with what each range is (IANA special-purpose registry, and two clouds' own). */
const FORBIDDEN_V4: readonly (readonly [string, string])[] = [
  ["0.0.0.0/8", "this network"],
  ["10.0.0.0/8", "private"],
  ["100.64.0.0/10", "carrier-grade NAT"],
  ["127.0.0.0/8", "loopback"],
  ["168.63.129.16/32", "cloud metadata"],
  ["169.254.0.0/16", "link-local, cloud metadata"],
  ["172.16.0.0/12", "private"],
  ["192.0.0.0/24", "protocol assignments"],
  ["192.0.2.0/24", "documentation"],
  ["192.88.99.0/24", "6to4 relay"],
  ["192.168.0.0/16", "private"],
  ["198.18.0.0/15", "benchmarking"],
  ["198.51.100.0/24", "documentation"],
  ["203.0.113.0/24", "documentation"],
  ["224.0.0.0/4", "multicast"],
  ["240.0.0.0/4", "reserved"],
];

/** IPv6 inside 2000::/3 that is not the public internet; everything outside 2000::/3 is refused as a whole. */
const FORBIDDEN_V6: readonly (readonly [string, string])[] = [
  ["2001::/32", "Teredo"],
  ["2001::/23", "protocol assignments"],
  ["2001:db8::/32", "documentation"],
  ["2002::/16", "6to4"],
  ["3fff::/20", "documentation"],
];

/** Outside 2000::/3, only to say what they are. */
const NAMED_V6: readonly (readonly [string, string])[] = [
  ["::/128", "unspecified"],
  ["::1/128", "loopback"],
  ["::/96", "IPv4-compatible"],
  ["64:ff9b::/96", "NAT64"],
  ["64:ff9b:1::/48", "NAT64"],
  ["100::/64", "discard"],
  ["fc00::/7", "private"],
  ["fe80::/10", "link-local"],
  ["fec0::/10", "site-local"],
  ["ff00::/8", "multicast"],
];

type Range = readonly [base: readonly number[], bits: number, reason: string];

const ranges = (table: readonly (readonly [string, string])[]): readonly Range[] =>
  table.map(([cidr, reason]) => {
    const [address, bits] = ipaddr.parseCIDR(cidr);
    return [address.toByteArray(), bits, reason];
  });

const V4 = ranges(FORBIDDEN_V4);
const V6 = ranges(FORBIDDEN_V6);
const OUTSIDE = ranges(NAMED_V6);
const GLOBAL: readonly Range[] = ranges([["2000::/3", ""]]);
const MAPPED: readonly Range[] = ranges([["::ffff:0:0/96", ""]]);

/**
 * Why flows may not call an address; undefined when it is on the public internet. Decided on the bytes of the parsed
 * address: text comes in too many spellings (`::ffff:7f00:1` was missed by three well-known libraries).
 */
export function forbiddenAddress(text: string): string | undefined {
  const kind = isIP(text);
  if (kind === 0) return "not an address";
  const bytes = ipaddr.parse(text.replace(/%.*$/, "")).toByteArray();
  if (kind === 4) return find(V4, bytes);
  if (find(MAPPED, bytes) !== undefined) return find(V4, bytes.slice(12));
  if (find(GLOBAL, bytes) === undefined) return find(OUTSIDE, bytes) ?? "not global";
  return find(V6, bytes);
}

function find(table: readonly Range[], bytes: readonly number[]): string | undefined {
  return table.find(([base, bits]) => sharesPrefix(base, bytes, bits))?.[2];
}

function sharesPrefix(base: readonly number[], bytes: readonly number[], bits: number): boolean {
  for (let index = 0, left = bits; left > 0; index += 1, left -= 8) {
    const shift = Math.max(0, 8 - left);
    if ((base[index] ?? 0) >> shift !== (bytes[index] ?? 0) >> shift) return false;
  }
  return true;
}
