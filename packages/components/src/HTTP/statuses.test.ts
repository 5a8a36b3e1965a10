import { expect, test } from "vitest";
import { compileStatuses } from "./statuses.ts";

test.each([
  [">= 500", [500, 599], [499]],
  [">500", [501], [500]],
  ["< 400", [399], [400]],
  ["<=400", [400], [401]],
  ["429", [429], [428, 430]],
  ["500-502", [500, 502], [499, 503]],
  [" 429 , >= 502 ", [429, 502], [500]],
])("%s means %j and not %j", (text, yes, no) => {
  const among = compileStatuses(text);
  expect(yes.map(among)).toEqual(yes.map(() => true));
  expect(no.map(among)).toEqual(no.map(() => false));
});
