import { randomBytes } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mortiseError } from "@mortise/contract";
import type { FastifyInstance, FastifyReply } from "fastify";

/** Where `npm start` puts the console. The server serves files only: it knows nothing of what is in them. */
const BUILT = fileURLToPath(new URL("../../console/dist/", import.meta.url));

const TYPES: { readonly [extension: string]: string } = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Marks where the page wants the number that its style elements must name; the build writes it. */
const NONCE = "__nonce__";

/** No script of the page's own text, nothing from elsewhere. Editors add style elements, which must name the nonce. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");

const NOT_BUILT = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Mortise</title></head>
  <body>
    <h1>Mortise is running; its console is not built</h1>
    <p><code>npm start</code> builds it, and so does <code>node packages/console/build.mjs</code> in the checkout.
    Load this page again afterwards; the server need not be started again.</p>
    <p>The API works without it: <a href="/docs">its documentation</a>.</p>
  </body>
</html>
`;

/** Mounts the console: its page at `/` and below `/t/`, its files under `/assets/`. A server without them says so. */
export function mountConsole(app: FastifyInstance, folder = BUILT): void {
  const open = { config: { access: "public" } } as const;
  const page = async (_request: unknown, reply: FastifyReply) => {
    const nonce = randomBytes(16).toString("base64");
    reply
      .header("Content-Security-Policy", policy(nonce))
      .header("X-Content-Type-Options", "nosniff")
      .header("Referrer-Policy", "same-origin")
      .header("Cache-Control", "no-store")
      .type("text/html; charset=utf-8");
    const html = await readText(join(folder, "index.html"));
    return reply.send(html === undefined ? NOT_BUILT : html.replaceAll(NONCE, nonce));
  };
  app.get("/", open, page);
  app.get("/t/*", open, page);
  app.get<{ Params: { file: string } }>("/assets/:file", open, async ({ params: { file }, headers }, reply) => {
    const type = TYPES[extname(file)];
    const names = await filesOf(join(folder, "assets"));
    // Only what the build put there: a name cannot lead out of the folder.
    if (type === undefined || !names.has(file)) throw mortiseError("API_NOT_FOUND", { what: `file ${file}` });
    const packed = names.has(`${file}.br`) && /\bbr\b/.test(headers["accept-encoding"] ?? "");
    if (packed) reply.header("Content-Encoding", "br");
    // The name holds a hash of what is inside, so it never changes.
    return reply
      .header("Cache-Control", "public, max-age=31536000, immutable")
      .header("X-Content-Type-Options", "nosniff")
      .header("Vary", "Accept-Encoding")
      .type(type)
      .send(await readFile(join(folder, "assets", packed ? `${file}.br` : file)));
  });
}

/** The files of the build, read again when it was made anew. */
const known = new Map<string, { readonly at: number; readonly names: ReadonlySet<string> }>();

async function filesOf(folder: string): Promise<ReadonlySet<string>> {
  const at = (await stat(folder).catch(() => undefined))?.mtimeMs;
  if (at === undefined) return new Set();
  const before = known.get(folder);
  if (before?.at === at) return before.names;
  const names = new Set(await readdir(folder));
  known.set(folder, { at, names });
  return names;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}
