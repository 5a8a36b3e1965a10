import { expect, test } from "vitest";
import { createSlots } from "./slots.ts";

/** A queue of runs by tenant, oldest first; what is taken stays at work until it is released. */
function givenQueue(most: number, ...waiting: string[]) {
  let now = 0;
  const slots = createSlots(most, () => now);
  const taken: string[] = [];
  return {
    taken,
    waiting,
    release: (tenant: string) => slots.release(tenant),
    later: (ms: number) => {
      now += ms;
    },
    fill: (free: number) =>
      slots.fill(free, async (limit, without) => {
        const chosen = waiting.filter((tenant) => !without.includes(tenant)).slice(0, limit);
        for (const tenant of chosen) {
          waiting.splice(waiting.indexOf(tenant), 1);
          taken.push(tenant);
          slots.take(tenant);
        }
        return chosen.length;
      }),
  };
}

const many = (tenant: string, count: number) => Array.from({ length: count }, () => tenant);

test("a tenant alone takes no more than its share", async () => {
  const queue = givenQueue(15, ...many("a", 500));
  expect(await queue.fill(20)).toBe(15);
  expect(await queue.fill(5)).toBe(0);
  queue.release("a");
  queue.release("a");
  expect(await queue.fill(7)).toBe(2);
});

test("a run that comes behind five hundred of another tenant does not wait for them", async () => {
  const queue = givenQueue(15, ...many("a", 500), "b");
  await queue.fill(20);
  expect(queue.taken).toContain("b");
});

test("where two tenants share all slots, one that has none comes first", async () => {
  const queue = givenQueue(15, ...many("a", 500), ...many("b", 500));
  while ((await queue.fill(20 - queue.taken.length)) > 0);
  expect(queue.taken).toHaveLength(20);
  queue.waiting.push("c");
  queue.release("b");
  queue.later(100);
  expect(await queue.fill(1)).toBe(1);
  expect(queue.taken.at(-1)).toBe("c");
});

test("a share is never exceeded, whatever the mixture", async () => {
  const queue = givenQueue(3, ..."abacabadabacaba".repeat(20));
  const working = new Map<string, number>();
  let seen = 0;
  for (let turn = 0; turn < 400; turn++) {
    await queue.fill(8 - [...working.values()].reduce((sum, count) => sum + count, 0));
    for (const tenant of queue.taken.slice(seen)) working.set(tenant, (working.get(tenant) ?? 0) + 1);
    seen = queue.taken.length;
    for (const count of working.values()) expect(count).toBeLessThanOrEqual(3);
    const [first] = [...working].sort((left, right) => right[1] - left[1]);
    if (!first || first[1] === 0) break;
    working.set(first[0], first[1] - 1);
    queue.release(first[0]);
  }
  expect(queue.waiting).toEqual([]);
});
