import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Exchange, type Language, Message, MortiseError, toText } from "@mortise/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLanguages } from "./index.ts";
import { scope } from "./simple/golden.ts";

interface Payload {
  /** The advisory or technique it is known from. */
  readonly from: string;
  /** `{js}`, `{cmd}`, `{file}` and `{port}` are filled in. */
  readonly text: string;
}

const payloads = JSON.parse(
  readFileSync(new URL("./escape-payloads.json", import.meta.url), "utf8"),
) as readonly Payload[];
const SECRET = "canary-7f3c9a";
const folder = mkdtempSync(join(tmpdir(), "mortise-escape-"));
const secretFile = join(folder, "secret.txt");
const writtenFile = join(folder, "written.txt");
const canaries = globalThis as { MORTISE_CANARY?: unknown; polluted?: unknown };
let connections = 0;
let server: Server;
let port = 0;

beforeAll(async () => {
  process.env.MORTISE_CANARY = SECRET;
  writeFileSync(secretFile, SECRET);
  server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as { port: number }).port;
});

afterAll(async () => {
  delete process.env.MORTISE_CANARY;
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

/** What an escape would do, in JavaScript: one way for each canary. */
const goals = {
  "an environment variable": () => "process.env.MORTISE_CANARY",
  "a file": () => `process.getBuiltinModule('fs').writeFileSync(${JSON.stringify(writtenFile)},'x')`,
  "a listening socket": () => `process.getBuiltinModule('net').connect(${port},'127.0.0.1')`,
  "a global": () => "(globalThis.MORTISE_CANARY=1)",
} as const;

type Canary = keyof typeof goals;

function fill({ text }: Payload, js: string): string {
  return text
    .replaceAll("{js}", js)
    .replaceAll("{cmd}", `touch ${writtenFile}`)
    .replaceAll("{file}", secretFile)
    .replaceAll("{port}", String(port));
}

/** Evaluates a source in every language and place, and gives all that came out of it. */
function* answers(source: string, languages: ReadonlyMap<string, Language>): Generator<string> {
  const bodies = [source, '{"a":[{"b":1}]}', "<a><b>1</b></a>", null];
  const sources = [
    source,
    `\${${source}}`,
    `\${body.${source}}`,
    `\${concat('x',${source})}`,
    `\${header.${source}} == 1`,
  ];
  const asData = [
    "${body}",
    "${header.x}",
    "${header.${body}}",
    "${bodyAs(${body})}",
    "${jsonpath($.a)}",
    "${xpath(//a)}",
    "#{p} @{v}",
  ];
  for (const [name, language] of languages)
    for (const text of name === "simple" ? [...sources, ...asData] : [source])
      for (const mode of ["expression", "predicate"] as const)
        for (const body of text === source ? bodies : [source]) {
          try {
            const context = { mode, property: () => source, placeholder: () => undefined };
            const compiled = language.compile(text, context);
            const own = { ...scope, variables: new Map([["v", source]]) };
            const exchange = new Exchange("exchange-1", own, new Message(body, [["x", source]]));
            yield toText(compiled.evaluate(exchange));
            compiled.test(exchange);
          } catch (error) {
            if (!(error instanceof MortiseError)) throw error;
            yield error.message;
            if (error.code === "ENGINE_BUG")
              throw new Error(`${name}: ${JSON.stringify(text)}`, { cause: error.cause });
          }
        }
}

/** Which canaries have fired, apart from the socket's, which needs a turn of the event loop. */
function fired(): Canary[] {
  const found: Canary[] = [];
  if (existsSync(writtenFile)) found.push("a file");
  if (canaries.MORTISE_CANARY !== undefined || ({} as typeof canaries).MORTISE_CANARY !== undefined)
    found.push("a global");
  if (({} as typeof canaries).polluted !== undefined) found.push("a global");
  return found;
}

const connected = (wanted: number) =>
  new Promise<boolean>((resolve) => {
    const deadline = performance.now() + 2_000;
    const look = () =>
      connections >= wanted || performance.now() > deadline ? resolve(connections >= wanted) : setImmediate(look);
    look();
  });

describe("payloads that escape from other engines", () => {
  test("are five hundred and more", () => {
    expect(new Set(corpus().map(({ source }) => source)).size).toBeGreaterThanOrEqual(500);
  });

  test.each(Object.entries(goals))("would reach %s where code is evaluated", async (canary, goal) => {
    const before = connections;
    // The control: what an engine does that turns text into code.
    const result: unknown = new Function(`return ${goal()}`)();
    if (canary === "an environment variable") expect(result).toBe(SECRET);
    else if (canary === "a listening socket") expect(await connected(before + 1)).toBe(true);
    else expect(fired()).toContain(canary);
    rmSync(writtenFile, { force: true });
    delete canaries.MORTISE_CANARY;
  });

  test("reach none of the canaries in any language here", async () => {
    const before = connections;
    const languages = createLanguages();
    for (const { from, source } of corpus()) {
      for (const answer of answers(source, languages))
        if (answer.includes(SECRET)) throw new Error(`${from}: ${source} read the secret`);
      const found = fired();
      if (found.length > 0) throw new Error(`${from}: ${source} reached ${found.join(", ")}`);
    }
    await new Promise((resolve) => setImmediate(resolve));
    expect(connections).toBe(before);
  }, 120_000);
});

/** Every payload with every goal that it can have. */
function corpus(): { readonly from: string; readonly source: string }[] {
  return payloads.flatMap((payload) => {
    const wanted = payload.text.includes("{js}") ? Object.values(goals) : [() => ""];
    return wanted.map((goal) => ({ from: payload.from, source: fill(payload, goal()) }));
  });
}
