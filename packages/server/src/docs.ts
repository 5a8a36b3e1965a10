import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { mortiseError } from "@mortise/contract";
import type { FastifyInstance, FastifyReply } from "fastify";

/** The files of Swagger UI that a page needs, with their types. Read when somebody asks: most servers never do. */
const FILES: { readonly [name: string]: string } = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "index.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Mortise API</title>
    <link rel="icon" href="/docs/static/favicon-32x32.png">
    <link rel="stylesheet" href="/docs/static/swagger-ui.css">
    <link rel="stylesheet" href="/docs/static/index.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/docs/static/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});
`;

/** Swagger UI sets styles from its scripts and draws with data: images; nothing comes from elsewhere. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

/** Mounts a readable page over openapi.json at `/docs`, from files that are on this machine. */
export function mountDocs(app: FastifyInstance): void {
  const open = { config: { access: "public" } } as const;
  const send = (reply: FastifyReply, type: string, body: string | Buffer) =>
    reply.header("Content-Security-Policy", POLICY).header("X-Content-Type-Options", "nosniff").type(type).send(body);

  app.get("/docs", open, (_request, reply) => send(reply, "text/html; charset=utf-8", PAGE));
  app.get("/docs/", open, (_request, reply) => reply.redirect("/docs"));
  app.get("/docs/start.js", open, (_request, reply) => send(reply, "text/javascript; charset=utf-8", START));
  app.get<{ Params: { file: string } }>("/docs/static/:file", open, async ({ params: { file } }, reply) => {
    const type = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
    if (type === undefined) throw mortiseError("API_NOT_FOUND", { what: `file ${file} of the documentation` });
    const folder = dirname(createRequire(import.meta.url).resolve("@fastify/swagger-ui/static/index.html"));
    return send(reply.header("Cache-Control", "max-age=3600"), type, await readFile(join(folder, file)));
  });
}
