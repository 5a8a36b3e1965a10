import type { FlowDocument } from "@mortise/contract";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestClient } from "../../packages/server/src/testing/client.ts";
import { startEmbedded } from "../../packages/store/src/embedded/start.ts";
import { type Bench, type Ran, startBench } from "./bench.ts";

/** Odd enough that each encoding of it is another text. */
const CANARIES = {
  variable: 'cnry-Variable/+7\u00e9 "q" 4f1b',
  property: 'cnry-Property/+7\u00e9 "q" 9c2d',
  access: "cnry-Access-0a9s8d7f6g5h",
  refresh: "cnry-Refresh-1q2w3e4r5t6y",
  password: "cnry-Password-zz11yy22xx33",
};

function encodings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift, 0x3a), bytes])
      .toString("base64")
      .slice(4, Math.floor(((shift + bytes.length) * 4) / 3) - 1),
  );
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll("%20", "+"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...shifted,
    ...shifted.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
    // Half of it is a leak too.
    secret.slice(0, 14),
    secret.slice(-10),
  ];
}

/** The canaries that a text holds, and how. */
function leaks(text: string): string[] {
  return Object.entries(CANARIES).flatMap(([name, secret]) =>
    encodings(secret).flatMap((form) =>
      text.includes(form)
        ? `${name}: …${text.slice(Math.max(0, text.indexOf(form) - 80), text.indexOf(form) + 40)}`
        : [],
    ),
  );
}

let bench: Bench;
/** Reads all of the tenant, without the scope `secrets`. */
let reader: TestClient;
beforeAll(async () => {
  bench = await startBench();
  await bench.api.put("/tenants/demo/variables/secret_one", { test: { value: CANARIES.variable }, encrypted: true });
  reader = bench.api.as((await bench.api.post("/tenants/demo/keys", { name: "ann", role: "admin" })).body.key);
  bench.stub.answer = (request, response) => {
    const failing = request.url?.includes("fail");
    response.writeHead(failing ? 400 : 200, { "content-type": "application/json", "x-echo": "1" });
    const { access, refresh, password } = CANARIES;
    response.end(JSON.stringify({ access_token: access, refresh_token: refresh, nested: { client_secret: password } }));
  };
});
afterAll(() => bench?.end());

/** A flow that meets every secret and passes each on in other clothes. */
const nodes = (url: string): FlowDocument["nodes"] => [
  { id: "read", type: "GetTenantVariable", settings: { header: "plain_name", variable: "secret_one" } },
  { id: "wrap", type: "SetHeader", settings: { name: "Authorization", value: "Bearer ${header.plain_name}" } },
  { id: "join", type: "SetBody", settings: { body: "user=x&note=${header.plain_name}&more=#{hidden}" } },
  {
    id: "call",
    type: "HTTP",
    settings: { method: "POST", url, form: { grant_type: "x", refresh_token: "#{hidden}" }, excludeHeaders: ["*"] },
  },
  {
    id: "pick",
    type: "SetHeader",
    settings: { name: "other", value: { language: "jsonpath", source: "$.refresh_token" } },
  },
  {
    id: "copy",
    type: "SetHeader",
    settings: { name: "harmless", value: { language: "jsonpath", source: "$.nested.client_secret" } },
  },
  { id: "save", type: "SetTenantVariable", settings: { variable: "kept", value: "${header.other}", encrypt: true } },
  {
    id: "script",
    type: "Script",
    settings: {
      language: "javascript",
      source: "request.setHeader('encoded', encodeURIComponent(request.getHeader('plain_name')))",
    },
  },
  {
    id: "say",
    type: "Log",
    settings: { message: "token ${header.other} and ${header.plain_name} in ${body}", showHeaders: true },
  },
];

/** Fails in a node, with the secrets in its message. */
const failures: [string, FlowDocument["nodes"][number]][] = [
  ["an expression", { id: "broken", type: "SetBody", settings: { body: "${mandatoryBodyAs(Integer)}" } }],
  [
    "an expression that throws it",
    { id: "broken", type: "SetBody", settings: { body: "${throwException('no ${header.other}')}" } },
  ],
  [
    "a script",
    {
      id: "broken",
      type: "Script",
      settings: {
        language: "groovy",
        source: "throw new RuntimeException('no ' + request.getHeader('plain_name') + body)",
      },
    },
  ],
  [
    "a script in JavaScript",
    {
      id: "broken",
      type: "Script",
      settings: { language: "javascript", source: "throw new Error('no ' + request.getHeader('other'))" },
    },
  ],
  ["a path", { id: "broken", type: "SetBody", settings: { body: { language: "xpath", source: "/a" } } }],
  ["a variable", { id: "broken", type: "GetTenantVariable", settings: { header: "x", variable: "${header.other}" } }],
  [
    "an address",
    { id: "broken", type: "HTTP", settings: { url: "http://127.0.0.1:1/${header.other}?token=${header.plain_name}" } },
  ],
  [
    "user and password",
    {
      id: "broken",
      type: "HTTP",
      settings: { url: "http://127.0.0.1:1/", auth: { type: "basic", user: "x", password: "#{hidden}" } },
    },
  ],
  [
    "a header",
    {
      id: "broken",
      type: "HTTP",
      settings: { url: "STUB/", headers: { "X-A": "${header.other}\n${header.plain_name}" } },
    },
  ],
];

const document = {
  options: { delivery: "direct", trace: "all", searchKeys: ["other", "plain_name"] },
  properties: { hidden: { secret: true } },
};
const secrets = { hidden: CANARIES.property };
const ran: Ran[] = [];

async function everythingShown(run: Ran): Promise<string> {
  const base = `/tenants/demo/runs/${run.id}`;
  const answers = [await reader.get(base), await reader.get(`${base}/trace`), await reader.get("/tenants/demo/runs")];
  return JSON.stringify(run) + answers.map(({ text }) => text).join("\n");
}

describe("a secret shows in no answer, trace or run", () => {
  test.each(["direct", "durable"])("of a flow that succeeds, %s", async (delivery) => {
    const options = { ...document.options, delivery };
    const run = await bench.run(`good-${delivery}`, nodes(`${bench.stub.url}/token`), {
      document: { ...document, options },
      secrets,
    });
    expect(run.error).toBeUndefined();
    expect(run.status).toBe("completed");
    ran.push(run);
    expect(leaks(await everythingShown(run))).toEqual([]);
    // It went where it was meant to go.
    expect(bench.stub.seen.at(-1)?.body).toContain(encodeURIComponent("cnry-Property"));
  });

  test.each(failures)("of a flow that fails in %s", async (name, broken) => {
    const node = JSON.parse(JSON.stringify(broken).replaceAll("STUB", bench.stub.url));
    const flow = `fails-${failures.findIndex(([of]) => of === name)}`;
    const run = await bench.run(flow, [...nodes(`${bench.stub.url}/token`), node], { document, secrets });
    expect([run.status, run.error?.nodeId]).toEqual(["failed", "broken"]);
    ran.push(run);
    expect(leaks(await everythingShown(run))).toEqual([]);
  });

  test("of a flow whose token call is answered 400", async () => {
    const run = await bench.run("refused", nodes(`${bench.stub.url}/fail`), { document, secrets });
    expect(run.error).toMatchObject({ code: "REMOTE_STATUS", nodeId: "call" });
    ran.push(run);
    expect(leaks(await everythingShown(run))).toEqual([]);
  });
});

test("no secret is in events, audit, variables, copies, flows or the server's log", async () => {
  const paths = [
    "events",
    "audit",
    "variables",
    "variables/export",
    "flows",
    "flows/good-direct",
    "flows/good-direct/status",
  ];
  const shown = await Promise.all(paths.map((path) => reader.get(`/tenants/demo/${path}`)));
  const copied = await reader.post("/tenants/demo/flows/good-direct/copy", { withValues: true });
  expect(leaks(shown.map(({ text }) => text).join("\n") + copied.text)).toEqual([]);
  // A line is written before the run ends; what only an answer revealed, and was copied to another name, is learned then.
  expect(leaks(bench.log.join("\n")).filter((leak) => !leak.startsWith("password:"))).toEqual([]);
  expect(leaks((await bench.api.get("/metrics")).text)).toEqual([]);
});

test("no plain column of the database holds a secret", async () => {
  await bench.runtime.store.traces.flush();
  const server = await startEmbedded({ dir: bench.data });
  const client = new pg.Client({ ...server.address(), database: "mortise" });
  await client.connect();
  try {
    const { rows: tables } = await client.query(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    expect(tables.length).toBeGreaterThan(10);
    let rows = 0;
    for (const { name } of tables) {
      const found = await client.query(`SELECT t::text AS text FROM ${name} t`);
      rows += found.rows.length;
      for (const { text } of found.rows) {
        // Bytes are printed as hex; what stands in them is looked for as well.
        const bytes = [...text.matchAll(/\\\\?x([0-9a-f]{20,})/g)].map(([, hex]) =>
          Buffer.from(hex, "hex").toString("latin1"),
        );
        expect(leaks(text + bytes.join("\n")), name).toEqual([]);
      }
    }
    expect(rows).toBeGreaterThan(ran.length);
  } finally {
    await client.end();
    await server.stop();
  }
});

describe("data is never evaluated again", () => {
  const TEMPLATES = [
    "${exec:x}",
    "${header.x}",
    "$simple{body}",
    "#{x}",
    "#{hidden}",
    "@{x}",
    "@{secret_one}",
    "$<date:now>",
    "{{x}}",
    "${{1+1}}",
    "<%= 1 %>",
    "${bean:x?method=y}",
    "\\${body}",
    "$$",
    "$&$1$`",
    "%s%n",
    '{"language":"groovy","source":"1"}',
    "${date:now:yyyy}",
    "${T(java.lang.Runtime)}",
    "#{'a'.class}",
  ];
  const all = TEMPLATES.join(" | ");

  test("in bodies, headers, variables and answers it comes out byte for byte", async () => {
    await bench.api.put("/tenants/demo/variables/odd", { test: { value: all } });
    const before = bench.stub.answer;
    bench.stub.answer = (_, response) => response.end(all);
    const url = `${bench.stub.url}/echo`;
    const run = await bench.run(
      "verbatim",
      [
        { id: "read", type: "GetTenantVariable", settings: { header: "fromVariable", variable: "odd" } },
        { id: "inline", type: "SetHeader", settings: { name: "inline", value: "@{odd}" } },
        { id: "prop", type: "SetHeader", settings: { name: "prop", value: "#{odd}" } },
        { id: "twice", type: "SetHeader", settings: { name: "twice", value: "${header.fromVariable}" } },
        { id: "body", type: "SetHeader", settings: { name: "fromBody", value: "${body}" } },
        { id: "send", type: "HTTP", settings: { method: "POST", url, body: "${header.given}", excludeHeaders: ["*"] } },
        { id: "answer", type: "SetHeader", settings: { name: "fromAnswer", value: "${body}" } },
        {
          id: "groovy",
          type: "SetHeader",
          settings: { name: "fromGroovy", value: { language: "groovy", source: "body" } },
        },
        { id: "save", type: "SetTenantVariable", settings: { variable: "odd_too", value: "${body}" } },
      ],
      {
        document: { properties: { odd: { test: all, production: "x" } }, options: { delivery: "direct" } },
        start: { message: { headers: { given: all }, body: all } },
      },
    );
    bench.stub.answer = before;
    expect(run.error).toBeUndefined();
    const { headers, body } = run.message;
    expect(body).toBe(all);
    const { given, fromVariable, inline, prop, twice, fromBody, fromAnswer, fromGroovy } = headers;
    expect({ given, fromVariable, inline, prop, twice, fromBody, fromAnswer, fromGroovy }).toEqual(
      Object.fromEntries(
        ["given", "fromVariable", "inline", "prop", "twice", "fromBody", "fromAnswer", "fromGroovy"].map((name) => [
          name,
          all,
        ]),
      ),
    );
    expect(bench.stub.seen.at(-1)?.body).toBe(all);
    expect((await bench.api.get("/tenants/demo/variables/odd_too")).body.test.value).toBe(all);
  });
});
