import { FixedOffsetZone, IANAZone, type Zone } from "luxon";

const zones = new Map<string, Zone>();

const OFFSET = /^(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d{2}))?$/;

/** Java's three-letter ids that name a place and not an IANA zone. */
const OLD_NAMES: { readonly [id: string]: string } = {
  ECT: "Europe/Paris",
  PST: "America/Los_Angeles",
  CST: "America/Chicago",
  IST: "Asia/Kolkata",
  JST: "Asia/Tokyo",
  AET: "Australia/Sydney",
};

/** Java's `TimeZone.getTimeZone`: a region, `GMT+8`, `GMT+02:00`; what it does not know is GMT. */
export function zoneOf(id: string): Zone {
  const known = zones.get(id);
  if (known) return known;
  const zone = findZone(id);
  if (zones.size > 1000) zones.clear();
  zones.set(id, zone);
  return zone;
}

function findZone(id: string): Zone {
  const offset = OFFSET.exec(id);
  if (offset) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
    if (Number(offset[2]) < 24 && Number(offset[3] ?? 0) < 60)
      return FixedOffsetZone.instance(offset[1] === "-" ? -minutes : minutes);
  }
  const name = OLD_NAMES[id] ?? id;
  return IANAZone.isValidZone(name) ? IANAZone.create(name) : FixedOffsetZone.utcInstance;
}
