import { openApiDocument } from "@mortise/server";
import type { Page } from "./page.ts";

/** The HTTP API as a running server gives it at /openapi.json. */
export async function openApiPage(): Promise<Page> {
  return { path: "docs/reference/openapi.json", text: `${JSON.stringify(await openApiDocument(), null, 2)}\n` };
}
