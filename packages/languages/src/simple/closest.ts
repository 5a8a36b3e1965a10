/** Names of other versions and languages, and what they are called here. */
const OTHER_NAMES: { readonly [name: string]: string } = {
  property: "exchangeProperty",
  prop: "exchangeProperty",
  var: "variable",
  upper: "uppercase",
  lower: "lowercase",
  avg: "average",
  padding: "pad",
  json: "jsonpath",
  now: "date:now",
  timestamp: "messageTimestamp",
  count: "size",
};

/** The function that was probably meant by a name that none has. */
export function closestFunction(written: string, names: Iterable<string>): string | undefined {
  if (Object.hasOwn(OTHER_NAMES, written)) return OTHER_NAMES[written];
  const known = [...names];
  const begun = known.filter((name) => name.length > 2 && written.startsWith(name)).sort((a, b) => b.length - a.length);
  return closest(written, known) ?? begun[0];
}

/** The name that was probably meant: two letters differ, or a third of them. */
export function closest(written: string, names: Iterable<string>): string | undefined {
  if (written.length < 3 || written.length > 60) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase(), bestDistance);
    if (distance < bestDistance || (distance === bestDistance && best && name.length < best.length)) {
      bestDistance = distance;
      best = name;
    }
  }
  return best;
}

/** Letters to insert, remove or replace to make one word the other; `limit` when it is at least that. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) >= limit) return limit + 1;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] as number) + (left.charAt(i - 1) === right.charAt(j - 1) ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[right.length] as number;
}
