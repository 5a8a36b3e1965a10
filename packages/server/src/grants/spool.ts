import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { GrantStore, Settlement } from "@mortise/contract";
import type { ReceiptSpool } from "./ports.ts";

interface SpoolFile {
  readonly version: 1;
  readonly tenant: string;
  readonly intent: string;
  readonly sealed: string;
}

const NAME = /^([0-9a-f-]{36})\.receipt$/;

/** Answers in files of a folder, sealed under their tenants' keys; each is on the disk when `keep` resolves. */
export function createReceiptSpool(
  folder: string,
  store: Pick<GrantStore, "sealSettlement" | "openSettlement">,
  warn: (message: string, about: { readonly [name: string]: unknown }) => void,
): ReceiptSpool {
  async function read(name: string): Promise<Settlement | undefined> {
    const file = join(folder, name);
    try {
      const { tenant, intent, sealed } = JSON.parse(await readFile(file, "utf8")) as SpoolFile;
      const settlement = await store.openSettlement(tenant, intent, Buffer.from(sealed, "base64"));
      if (!settlement)
        warn("the answer of a token endpoint cannot be read with the keys at hand; its file stays", { file });
      return settlement;
    } catch (error) {
      warn("the file of a token endpoint's answer cannot be read; it stays", { file, error: (error as Error).message });
      return undefined;
    }
  }

  return {
    async keep(settlement) {
      const { tenant, intent } = settlement;
      const sealed = Buffer.from(await store.sealSettlement(settlement)).toString("base64");
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${intent}.receipt`);
      const text = JSON.stringify({ version: 1, tenant, intent, sealed } satisfies SpoolFile);
      const file = await open(`${path}.part`, "w", 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.part`, path);
      await syncFolder(folder);
    },
    async drop(intent) {
      await rm(join(folder, `${intent}.receipt`), { force: true });
    },
    async left() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw error;
      });
      const found: Settlement[] = [];
      for (const name of names.sort()) {
        if (!NAME.test(name)) continue;
        const settlement = await read(name);
        if (settlement) found.push(settlement);
      }
      return found;
    },
  };
}

/** The rename itself has to be on the disk; where folders cannot be opened (Windows) it is the system's care. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!["EISDIR", "EPERM", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
