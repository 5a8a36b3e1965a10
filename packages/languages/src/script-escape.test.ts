import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { Exchange, encode, Message, MortiseError, type ScriptResult } from "@mortise/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compileGroovyScript, runGroovyScript } from "./groovy/index.ts";
import { type JavaScriptRunner, loadJavaScript } from "./javascript/index.ts";
import { scope } from "./simple/golden.ts";

interface Payload {
  /** The advisory or technique it is known from. */
  readonly from: string;
  /** `{js}`, `{g}`, `{file}`, `{written}` and `{port}` are filled in. */
  readonly text: string;
}

const payloads = JSON.parse(readFileSync(new URL("./script-escapes.json", import.meta.url), "utf8")) as {
  readonly [language in "groovy" | "javascript"]: readonly Payload[];
};
const SECRET = "canary-51d0e8";
const folder = mkdtempSync(join(tmpdir(), "mortise-scripts-"));
const secretFile = join(folder, "secret.txt");
const writtenFile = join(folder, "written.txt");
const canaries = globalThis as { MORTISE_CANARY?: unknown };
const BUDGETS = { ms: 300, steps: 50_000, memory: 8_000_000, depth: 100, output: 10_000 };
let connections = 0;
let server: Server;
let port = 0;
let javascript: JavaScriptRunner;

beforeAll(async () => {
  process.env.MORTISE_CANARY = SECRET;
  writeFileSync(secretFile, SECRET);
  server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as { port: number }).port;
  javascript = await loadJavaScript({ memory: 32_000_000 });
});

afterAll(async () => {
  delete process.env.MORTISE_CANARY;
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** What an escape would do: one way for each canary, in both languages. */
const goals = {
  "an environment variable": { js: "process.env.MORTISE_CANARY", g: "System.getenv('MORTISE_CANARY')" },
  "a file": {
    js: "process.getBuiltinModule('fs').writeFileSync('{written}', 'x')",
    g: "new File('{written}').text = 'x'",
  },
  "a listening socket": {
    js: "process.getBuiltinModule('net').connect({port}, '127.0.0.1').on('error', () => {})",
    g: "new Socket('127.0.0.1', {port})",
  },
  "a global": { js: "(globalThis.MORTISE_CANARY = 1)", g: "'touch {written}'.execute()" },
} as const;

type Canary = keyof typeof goals;

function fill(text: string, { js, g }: { readonly js: string; readonly g: string }): string {
  return text
    .replaceAll("{js}", js)
    .replaceAll("{g}", g)
    .replaceAll("{written}", writtenFile)
    .replaceAll("{file}", secretFile)
    .replaceAll("{port}", String(port));
}

/** Every payload of a language with every goal that it can have. */
function corpus(language: "groovy" | "javascript"): { readonly from: string; readonly source: string }[] {
  return payloads[language].flatMap(({ from, text }) => {
    const wanted = /\{(js|g)\}/.test(text) ? Object.values(goals) : [goals["a global"]];
    return wanted.map((goal) => ({ from, source: fill(text, goal) }));
  });
}

const exchange = () =>
  new Exchange("exchange-1", { ...scope, flow: "escapes" }, new Message("body", [["a", "b"]]), new Map([["p", 1]]));

function run(language: "groovy" | "javascript", source: string): ScriptResult {
  if (language === "groovy") return runGroovyScript(compileGroovyScript(source), exchange(), BUDGETS);
  return javascript.run(source, exchange(), BUDGETS);
}

/** All that came out of a script: its result, what it set and printed, or its error. */
function outcome(language: "groovy" | "javascript", source: string): string {
  try {
    const { result, headers, properties, body, stdout } = run(language, source);
    const set = [...headers.set, ...properties.set].map(([name, value]) => [name, encode(value)]);
    return JSON.stringify([encode(result), set, body ? encode(body.value) : null, stdout]);
  } catch (error) {
    if (!(error instanceof MortiseError)) throw error;
    if (!/^SCRIPT_(SYNTAX|THREW|LIMIT|FORBIDDEN)$/.test(error.code))
      throw new Error(`${error.code}: ${source}`, { cause: error });
    return `${error.message} ${JSON.stringify(error.detail)}`;
  }
}

/** Which canaries have fired, apart from the socket's, which needs a turn of the event loop. */
function fired(): Canary[] {
  const found: Canary[] = [];
  if (existsSync(writtenFile)) found.push("a file");
  if (canaries.MORTISE_CANARY !== undefined || ({} as typeof canaries).MORTISE_CANARY !== undefined)
    found.push("a global");
  return found;
}

function calm(): void {
  rmSync(writtenFile, { force: true });
  delete canaries.MORTISE_CANARY;
}

test("the payloads are five hundred and more", () => {
  const texts = [...payloads.groovy, ...payloads.javascript].map(({ text }) => text);
  expect(new Set(texts).size).toBeGreaterThanOrEqual(500);
});

describe("the control", () => {
  test("each canary fires where its goal is reached", async () => {
    const before = connections;
    for (const [canary, { js }] of Object.entries(goals)) {
      const result: unknown = new Function(`return ${fill("{js}", { js, g: "" })}`)();
      if (canary === "an environment variable") expect(result).toBe(SECRET);
      else if (canary !== "a listening socket") expect(fired()).toContain(canary);
      calm();
    }
    await expect.poll(() => connections, { timeout: 5_000 }).toBeGreaterThan(before);
    execFileSync("touch", [writtenFile]);
    expect(fired()).toEqual(["a file"]);
    calm();
  });

  test("hundreds of the payloads escape from node:vm, which is no sandbox", () => {
    let escaped = 0;
    // Objects of the host, as a flow engine that ran its scripts in node:vm would hand in.
    const hand = () => {
      const message = {
        setHeader: () => null,
        getHeader: () => null,
        getHeaders: () => ({}),
        getBody: () => "body",
        setBody: () => null,
      };
      const given = { getIn: () => message, setProperty: () => null };
      return createContext({
        request: message,
        message,
        exchange: given,
        headers: {},
        properties: {},
        body: "body",
        flow: { properties: {} },
        console: { log: () => null },
        print: () => null,
      });
    };
    const { js } = goals["a file"];
    for (const { text } of payloads.javascript) {
      // What rejects later would end this test's own process.
      if (!text.includes("{js}") || /Promise|async|FinalizationRegistry/.test(text)) continue;
      try {
        runInContext(`(function () { return ${fill(text, { js, g: "" })} })()`, hand(), { timeout: 200 });
      } catch {
        // Some only work elsewhere.
      }
      if (existsSync(writtenFile)) escaped += 1;
      calm();
    }
    expect(escaped).toBeGreaterThanOrEqual(40);
  });
});

describe("payloads that escape from other engines reach none of the canaries", () => {
  test.each(["groovy", "javascript"] as const)(
    "from a script in %s",
    async (language) => {
      const before = connections;
      for (const { from, source } of corpus(language)) {
        await javascript.ready();
        const answer = outcome(language, source);
        if (answer.includes(SECRET)) throw new Error(`${from}: ${source} read the secret`);
        const found = fired();
        if (found.length > 0) throw new Error(`${from}: ${source} reached ${found.join(", ")}`);
      }
      await new Promise((resolve) => setImmediate(resolve));
      expect(connections).toBe(before);
    },
    120_000,
  );

  test("nor when they are handed to a script as data that it uses as names", async () => {
    for (const name of ["__proto__", "constructor", "prototype", "toString", "valueOf", "__defineGetter__", "class"]) {
      const quoted = JSON.stringify(name);
      for (const [language, source] of [
        [
          "groovy",
          `request.setHeader(${quoted}, [a: 1]); exchange.setProperty(${quoted}, 1); [(${quoted}): body[${quoted}]]`,
        ],
        [
          "javascript",
          `request.setHeader(${quoted}, { a: 1 }); exchange.setProperty(${quoted}, 1); ({ [${quoted}]: typeof headers[${quoted}] })`,
        ],
      ] as const) {
        await javascript.ready();
        outcome(language, source);
        expect(({} as { a?: unknown }).a).toBeUndefined();
      }
    }
  });
});
