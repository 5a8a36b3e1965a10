import { type Exchange, JavaArray, type Message, toText, type Value } from "@mortise/contract";
import { failed } from "../../failures.ts";
import { spend, spendItems, spendText } from "../../work.ts";
import { integerFrom, textFrom, valueFrom } from "../arguments.ts";
import { type Argument, call } from "../call.ts";
import { convert } from "../convert.ts";
import type { SimpleFunction } from "../function.ts";
import { itemsOf, Sequence } from "../items.ts";
import { splitRegex } from "../ognl/string-methods.ts";
import { coerceCompare } from "../operators/ordering.ts";

const EXP = { name: "exp", description: "What it works on; the body when absent." };
const VALUES = { name: "values", description: "Values, lists, or text such as `a,b,c`; the body when absent." };

function allItems(given: readonly (Argument | undefined)[], exchange: Exchange): Value[] {
  const values = given[0] ? given.map((argument) => (argument as Argument).value(exchange)) : [exchange.message.body];
  const items = values.flatMap((value) => itemsOf(value));
  spendItems(items.length);
  return items;
}

/** Each item as the body of a fork, so that what is done for one item leaves no mark on the message. */
function* forks(items: readonly Value[], exchange: Exchange): Generator<readonly [Value, Exchange]> {
  for (const item of items) {
    spend(5);
    const message: Message = exchange.message.fork();
    message.body = item;
    yield [item, exchange.fork(message)];
  }
}

const list = call({
  name: "list",
  family: "collection",
  summary: "A list of the arguments.",
  signatures: ["", "values..."],
  parameters: [{ name: "values", description: "The items." }],
  examples: [
    { source: "${list('a',${body})}", body: 2, result: ["a", 2] },
    { source: "${list()}", result: [] },
  ],
  run: (given, exchange) => given.flatMap((argument) => (argument ? [argument.value(exchange)] : [])),
});

const map = call({
  name: "map",
  family: "collection",
  summary: "A map of the arguments: key, value, key, value.",
  signatures: ["", "pairs..."],
  parameters: [{ name: "pairs", description: "Keys and values in turn." }],
  examples: [{ source: "${map('k1',1,'k2',${body})}", body: 2, result: { k1: "1", k2: 2 } }],
  check(given, fail) {
    const count = given[0] ? given.length : 0;
    if (count % 2 === 1) throw fail(`Map function must have an even number of values, was: ${count} values.`);
  },
  run: (given, exchange) => {
    const pairs = new Map<Value, Value>();
    for (let index = 0; given[index] && index < given.length; index += 2)
      pairs.set(textFrom(given[index], exchange), (given[index + 1] as Argument).value(exchange));
    return pairs;
  },
});

const distinct = call({
  name: "distinct",
  family: "collection",
  summary: "Each different item once, in the order of their first occurrence.",
  signatures: ["values..."],
  parameters: [VALUES],
  examples: [{ source: "${distinct()}", body: "1,2,1", result: { $set: ["1", "2"] } }],
  run: (given, exchange) => new Set(allItems(given, exchange)),
});

const reverse = call({
  name: "reverse",
  family: "collection",
  summary: "The items from last to first.",
  signatures: ["values..."],
  parameters: [VALUES],
  examples: [{ source: "${reverse()}", body: [1, 2, 3], result: [3, 2, 1] }],
  run: (given, exchange) => allItems(given, exchange).reverse(),
});

const shuffle = call({
  name: "shuffle",
  family: "collection",
  summary: "The items in a random order.",
  signatures: ["values..."],
  parameters: [VALUES],
  examples: [{ source: "${shuffle()}", body: [1], result: [1] }],
  effect: "read",
  run: (given, exchange) => {
    const items = allItems(given, exchange);
    for (let last = items.length - 1; last > 0; last--) {
      const other = Math.floor(exchange.scope.random() * (last + 1));
      [items[last], items[other]] = [items[other] as Value, items[last] as Value];
    }
    return items;
  },
});

const sort = call({
  name: "sort",
  family: "collection",
  summary: "The items in ascending order, or descending.",
  signatures: ["", "first", "exp, reverse"],
  parameters: [
    EXP,
    { name: "reverse", description: "`true` for descending." },
    { name: "first", description: "`true` or `false` as `reverse` for the body, else what to sort." },
  ],
  examples: [
    { source: "${sort()}", body: ["b", "a", "c"], result: ["a", "b", "c"] },
    { source: "${sort(true)}", body: [1, 3, 2], result: [3, 2, 1] },
    { source: "${sort(${header.list})}", headers: { list: [2, 1] }, result: [1, 2] },
  ],
  run: ([exp, reversed, first], exchange) => {
    const value = first?.value(exchange);
    const isFlag = typeof value === "string" && /^(true|false)$/i.test(value);
    const items = [...itemsOf(first && !isFlag ? (value as Value) : valueFrom(exp, exchange))];
    const descending = isFlag ? value : reversed ? textFrom(reversed, exchange) : "false";
    spend(items.length * 20);
    const { timeZone } = exchange.scope;
    items.sort((left, right) => coerceCompare(left, right, timeZone));
    return descending?.toLowerCase() === "true" ? items.reverse() : items;
  },
});

const split = call({
  name: "split",
  family: "collection",
  summary: "The parts of a text between separators; the separator is a regular expression, as in Java.",
  signatures: ["", "separator", "exp, separator"],
  parameters: [EXP, { name: "separator", description: "What stands between; a comma when absent." }],
  examples: [
    { source: "${split()}", body: "A,B,C", result: ["A", "B", "C"] },
    { source: "${split(${header.x},';')}", headers: { x: "1;2" }, result: ["1", "2"] },
  ],
  run: ([exp, separator], exchange) => {
    const text = textFrom(exp, exchange);
    if (text === null) return null;
    return JavaArray.from(splitRegex(text, separator ? (textFrom(separator, exchange) ?? ",") : ",", 0)) as JavaArray;
  },
});

const join = call({
  name: "join",
  family: "collection",
  summary: "The items as one text, with a separator between them and a prefix before each.",
  signatures: ["", "separator", "separator, prefix", "separator, prefix, exp"],
  parameters: [
    { name: "separator", description: "What stands between; a comma when absent." },
    { name: "prefix", description: "What stands before each item." },
    EXP,
  ],
  examples: [
    { source: "${join(;)}", body: ["A", "B"], result: "A;B" },
    { source: "${join('&','id=',${header.ids})}", headers: { ids: [1, 2] }, result: "id=1&id=2" },
  ],
  run: ([separator, prefix, exp], exchange) => {
    const between = separator ? (textFrom(separator, exchange) ?? "") : ",";
    const before = prefix ? (textFrom(prefix, exchange) ?? "") : "";
    const items = itemsOf(valueFrom(exp, exchange)).map((item) => before + toText(item, exchange.scope.timeZone));
    spendText(items.reduce((length, item) => length + item.length + between.length, 0));
    return items.join(between);
  },
});

const forEach = call({
  name: "forEach",
  family: "collection",
  summary: "What an expression gives for each item, with the item as body; null is left out.",
  signatures: ["exp, fun+"],
  parameters: [
    { ...EXP, description: "The items." },
    { name: "fun", description: "The expression; `${body}` is the item.", kind: "expression" },
  ],
  examples: [
    { source: "${forEach(${body},'Hi ${body}')}", body: "Ann,Bob", result: ["Hi Ann", "Hi Bob"] },
    { source: "${forEach(${body},${sum(${body},1)})}", body: [1, 2], result: [{ $long: "2" }, { $long: "3" }] },
  ],
  run: ([exp, fun], exchange) => {
    const results: Value[] = [];
    for (const [, fork] of forks(itemsOf(valueFrom(exp, exchange)), exchange)) {
      const result = (fun as Argument).value(fork);
      if (result !== null) results.push(result);
    }
    return results;
  },
});

const filter = call({
  name: "filter",
  family: "collection",
  summary: "The items for which a condition holds, with the item as body.",
  signatures: ["exp, fun+"],
  parameters: [
    { ...EXP, description: "The items." },
    { name: "fun", description: "The condition; `${body}` is the item.", kind: "predicate" },
  ],
  examples: [{ source: "${filter(${body},${body} > 1)}", body: [1, 2, 3], result: [2, 3] }],
  run: ([exp, fun], exchange) => {
    const results: Value[] = [];
    for (const [item, fork] of forks(itemsOf(valueFrom(exp, exchange)), exchange))
      if ((fun as Argument).test(fork)) results.push(item);
    return results;
  },
});

const collate = call({
  name: "collate",
  family: "collection",
  summary: "The body's items in groups of a size.",
  signatures: ["size"],
  parameters: [{ name: "size", description: "How many items a group holds." }],
  examples: [{ source: "${collate(2)}", body: [1, 2, 3], result: [[1, 2], [3]] }],
  run: ([size], exchange) => {
    const count = integerFrom(size as Argument, exchange, "collate");
    if (count < 1) throw failed(`collate needs a size of 1 or more, not ${count}`);
    const items = itemsOf(exchange.message.body);
    const groups = new Sequence();
    for (let at = 0; at < items.length; at += count) groups.push(items.slice(at, at + count));
    return groups;
  },
});

const skip = call({
  name: "skip",
  family: "collection",
  summary: "The body's items without the first ones.",
  signatures: ["number"],
  parameters: [{ name: "number", description: "How many to leave out." }],
  examples: [{ source: "${skip(1)}", body: [1, 2, 3], result: [2, 3] }],
  run: ([number], exchange) => {
    const count = Math.max(0, integerFrom(number as Argument, exchange, "skip"));
    return Sequence.from(itemsOf(exchange.message.body).slice(count)) as Sequence;
  },
});

const range = call({
  name: "range",
  family: "collection",
  summary: "The whole numbers from the first up to, but without, the second; null when there is none.",
  signatures: ["max", "min, max"],
  parameters: [
    { name: "min", description: "The first number; 0 when absent." },
    { name: "max", description: "The number it stops before." },
  ],
  examples: [
    { source: "${range(1,4)}", result: [1, 2, 3] },
    { source: "${range(1,1)}", result: null },
  ],
  run: ([min, max], exchange) => {
    const from = min ? integerFrom(min, exchange, "range") : 0;
    const to = integerFrom(max as Argument, exchange, "range");
    if (from < 0 || from >= to) return null;
    spendItems(to - from);
    return Array.from({ length: to - from }, (_, index) => from + index);
  },
});

const size = call({
  name: "size",
  family: "collection",
  summary: "How many items there are: 1 for a text or number, 0 for null.",
  signatures: ["", "exp"],
  parameters: [EXP],
  examples: [
    { source: "${size()}", body: ["A", "B"], result: 2 },
    { source: "${size('Hello')}", result: 1 },
  ],
  run: ([exp], exchange) => {
    const value = valueFrom(exp, exchange);
    if (value === null) return 0;
    if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
    return value instanceof Map || value instanceof Set ? value.size : 1;
  },
});

const length = call({
  name: "length",
  family: "collection",
  summary: "How long it is as text, in bytes; how many items a Java array has; null for null.",
  signatures: ["", "exp"],
  parameters: [EXP],
  examples: [
    { source: "${length()}", body: "Hello", result: 5 },
    { source: "${length()}", body: 12, result: 2 },
  ],
  run: ([exp], exchange) => {
    const value = valueFrom(exp, exchange);
    if (value === null) return null;
    if (value instanceof Uint8Array || value instanceof JavaArray) return value.length;
    return Buffer.byteLength(toText(value, exchange.scope.timeZone), "utf8");
  },
});

/** The list that a changing function starts from, as a copy: the list itself stays as it is. */
function listOf(argument: Argument | undefined, exchange: Exchange): Value[] | null {
  const value = valueFrom(argument, exchange);
  if (value === null) return null;
  const items = Array.isArray(value) ? value : (convert(value, "List", exchange.scope.timeZone) ?? [...itemsOf(value)]);
  if (!Array.isArray(items)) throw failed("listAdd and listRemove need a list");
  spendItems(items.length);
  return [...items];
}

const listAdd = call({
  name: "listAdd",
  family: "collection",
  summary: "A list with one more item; the list itself stays as it is.",
  signatures: ["value", "exp, value+"],
  parameters: [EXP, { name: "value", description: "The item; null adds none.", kind: "expression" }],
  examples: [{ source: "${listAdd('c')}", body: ["a", "b"], result: ["a", "b", "c"] }],
  run: ([exp, value], exchange) => {
    const items = listOf(exp, exchange);
    const added = (value as Argument).value(exchange);
    if (items && added !== null) items.push(added);
    return items;
  },
});

const listRemove = call({
  name: "listRemove",
  family: "collection",
  summary: "A list without an item: the value itself, or the one at an index or `last`.",
  signatures: ["value", "exp, value+"],
  parameters: [EXP, { name: "value", description: "The item, its index, or `last`.", kind: "expression" }],
  examples: [
    { source: "${listRemove('b')}", body: ["a", "b"], result: ["a"] },
    { source: "${listRemove(0)}", body: ["a", "b"], result: ["b"] },
    { source: "${listRemove(last)}", body: ["a", "b"], result: ["a"] },
  ],
  run: ([exp, value], exchange) => {
    const items = listOf(exp, exchange);
    const removed = (value as Argument).value(exchange);
    if (!items || removed === null) return items;
    const { timeZone } = exchange.scope;
    const found = items.findIndex((item) => item === removed || (item !== null && toText(item, timeZone) === removed));
    const at =
      found >= 0 ? found : removed === "last" ? items.length - 1 : (convert(removed, "Integer", timeZone) as number);
    if (typeof at === "number" && at >= 0 && at < items.length) items.splice(at, 1);
    return items;
  },
});

/** Functions of lists and of what iterates like one. */
export const collectionFunctions: readonly SimpleFunction[] = [
  collate,
  distinct,
  filter,
  forEach,
  join,
  length,
  list,
  listAdd,
  listRemove,
  map,
  range,
  reverse,
  shuffle,
  size,
  skip,
  sort,
  split,
];
