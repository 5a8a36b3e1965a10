import type { FlowDocument, FlowNode, Json } from "@mortise/contract";
import fc from "fast-check";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.constantFrom(
    "${header.a}",
    "#{loket_api_url}/x",
    "@{Loket_Token_A}",
    "Bearer ${header.token}",
    "a'\"b\\c\n\u2028",
  ),
);

const expression = fc.oneof(
  text,
  fc.record({ language: fc.constantFrom("simple", "constant", "jsonpath", "groovy"), source: text }),
);

const source = fc.oneof(
  fc.array(
    text.map((line) => line.replaceAll("\r", "")),
    { maxLength: 4 },
  ),
  text.map((line) => line.replaceAll("\r", "")),
  fc.constant({ file: "x.groovy" }),
);

const name = fc.constantFrom("Loket_Token_A", "Loket_Token_B", "counter");

const map = (value: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.constantFrom("a", "grant_type", "x-y", "ä ö"), value, { maxKeys: 3 });

const auth = fc.oneof(
  fc.constant({ type: "none" }),
  fc.record({ password: fc.constant("#{s}"), user: text, type: fc.constant("basic") }),
);

const http = fc.record(
  {
    timeout: fc.constantFrom(60_000, "60s", "1m", 5, "1 week"),
    url: expression,
    method: fc.constantFrom("GET", "POST"),
    form: map(expression),
    excludeHeaders: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
    auth,
    grant: fc.constantFrom("loket", "exact"),
  },
  { requiredKeys: ["url"] },
);

const processors: readonly fc.Arbitrary<Omit<FlowNode, "id">>[] = [
  fc.record({ type: fc.constantFrom("HTTP", "HTTPComponent"), settings: http }),
  fc.record({ type: fc.constant("GetTenantVariable"), settings: fc.record({ variable: name, header: expression }) }),
  fc.record({
    type: fc.constant("SetTenantVariable"),
    settings: fc.record(
      { encrypt: fc.boolean(), value: expression, variable: fc.oneof(name, expression) },
      { requiredKeys: ["value", "variable"] },
    ),
  }),
  fc.record({ type: fc.constant("Filter"), settings: fc.record({ expression }) }),
  fc.record({
    type: fc.constant("Script"),
    settings: fc.record({ source, language: fc.constantFrom("groovy", "javascript") }, { requiredKeys: ["source"] }),
  }),
  fc.record({
    type: fc.constant("SetHeaders"),
    settings: fc.record({
      headers: fc.array(fc.record({ value: expression, name: fc.constantFrom("A", "Content-Type") }), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  }),
].map((node) => node as fc.Arbitrary<Omit<FlowNode, "id">>);

const sources: readonly fc.Arbitrary<Omit<FlowNode, "id">>[] = [
  fc.constant({ type: "Timer", settings: { cron: "0 0 0 * * ?", method: "cron" } }),
  fc.constant({ type: "Timer", settings: { interval: 5, count: -1, method: "repeat" } }),
  fc.constant({ type: "Inbound", settings: { endpoint: "payroll" } }),
  fc.constant({ type: "SetBody", settings: { body: "x" } }),
];

const value = fc.constantFrom<string | null>(null, "", "https://api.loket-acc.nl", "a b");

const properties = fc.record(
  {
    loket_api_url: fc.record(
      { production: value, test: value, description: fc.constantFrom("", "Where") },
      { requiredKeys: [] },
    ),
    s: fc.constant({ secret: true as const }),
    unused: fc.record({ test: value }),
  },
  { requiredKeys: [] },
);

const options = fc.record(
  {
    trace: fc.constantFrom("errors", "1 week", "all"),
    timeout: fc.constantFrom<string | number>("20s", 20_000, 5),
    timeZone: fc.constantFrom("Europe/Amsterdam", "UTC"),
    searchKeys: fc.constant(["employer"]),
  },
  { requiredKeys: [] },
);

/** Valid flows written as untidily as people write them: keys in any order, defaults spelled out, suffixes. */
export const arbitraryFlow: fc.Arbitrary<FlowDocument> = fc
  .record({
    source: fc.oneof(...sources),
    rest: fc.array(
      fc.tuple(
        fc.oneof(...processors),
        fc.nat(),
        fc.option(fc.nat(), { nil: undefined }),
        fc.constantFrom("", "A label"),
      ),
      { maxLength: 7 },
    ),
    properties: fc.option(properties, { nil: undefined }),
    options: fc.option(options, { nil: undefined }),
    description: fc.option(text, { nil: undefined }),
    placed: fc.boolean(),
  })
  .map(({ source: first, rest, properties: table, options: chosen, description, placed }) => {
    const nodes: FlowNode[] = [{ id: "node-0", ...first }];
    const links = rest.flatMap(([node, parent, second, label], index) => {
      const to = `node-${index + 1}`;
      nodes.push({ label, ...node, id: to } as FlowNode);
      const from = (n: number) => `node-${n % (index + 1)}`;
      const one = { to, from: from(parent) };
      return second === undefined || from(second) === one.from
        ? [one]
        : [one, { from: from(second), to, output: "out" }];
    });
    const layout = placed
      ? { layout: Object.fromEntries(nodes.map(({ id }, index) => [id, [index * 200, 0.5] as const])) }
      : {};
    const flow = { links, nodes, ...layout, name: "Flow", flow: 1, options: chosen, properties: table, description };
    return JSON.parse(JSON.stringify(flow)) as Json as unknown as FlowDocument;
  });
