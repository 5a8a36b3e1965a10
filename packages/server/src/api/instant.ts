import { mortiseError } from "@mortise/contract";

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** An instant of a request, in epoch milliseconds: a number of them, or ISO 8601. Without an offset it is UTC. Throws `API_INVALID`. */
export function readInstant(value: number | string | undefined, pointer: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number" || /^-?\d{9,16}$/.test(value)) return within(Number(value), pointer);
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(value) || !value.includes("T") ? value : `${value}Z`;
  const instant = ISO.test(value) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(instant))
    throw mortiseError(
      "API_INVALID",
      { what: `${pointer} must be an instant such as 2026-11-30T00:00+01:00, or epoch milliseconds` },
      { pointer },
    );
  return instant;
}

/** Farther away there is no Date, nor a timestamp of the database. */
const REACH = Date.UTC(9999, 11, 31);

function within(ms: number, pointer: string): number {
  if (Math.abs(ms) <= REACH) return ms;
  throw mortiseError("API_INVALID", { what: `${pointer} must be an instant before the year 10000` }, { pointer });
}
