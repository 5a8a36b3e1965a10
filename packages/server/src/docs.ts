import type { FastifyInstance } from "fastify";

/** A readable page over openapi.json at `/docs`, from files that are on this machine. */
export async function mountDocs(app: FastifyInstance, document: object): Promise<void> {
  const [{ default: swagger }, { default: swaggerUi }] = await Promise.all([
    import("@fastify/swagger"),
    import("@fastify/swagger-ui"),
  ]);
  await app.register(async (scope) => {
    await scope.register(swagger, { mode: "static", specification: { document: document as never } });
    await scope.register(swaggerUi, {
      routePrefix: "/docs",
      staticCSP: true,
      uiConfig: { deepLinking: true, docExpansion: "list" },
    });
  });
}
