import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const CONTRACT = "@mortise/contract";

/** Folders whose files see our contract, as URLs that end in a slash. */
const folders = new Set<string>();

/**
 * Makes `@mortise/contract` importable from every file below a folder, wherever it stands: the very module that the
 * engine uses, so that an error thrown there is one of ours. Its `.ts` and `.js` files are taken to be ES modules, though no
 * package.json says so.
 */
export function resolveContractFrom(folder: string): void {
  if (folders.size === 0) registerHooks({ resolve: resolveForUsers });
  folders.add(`${pathToFileURL(folder).href}/`);
}

const resolveForUsers: Parameters<typeof registerHooks>[0]["resolve"] = (specifier, context, nextResolve) => {
  if (specifier === CONTRACT && isUsers(context.parentURL))
    return nextResolve(specifier, { ...context, parentURL: import.meta.url });
  const resolved = nextResolve(specifier, context);
  if (!isUsers(resolved.url) || resolved.url.includes("/node_modules/")) return resolved;
  if (resolved.url.endsWith(".ts")) return { ...resolved, format: "module-typescript" };
  return resolved.url.endsWith(".js") ? { ...resolved, format: "module" } : resolved;
};

function isUsers(url: string | undefined): boolean {
  return url !== undefined && [...folders].some((folder) => url.startsWith(folder));
}
