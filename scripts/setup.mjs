// Sets a checkout up: the pinned pnpm installs what the lockfile says, and the pinned Node that comes with it is found.
// Runs on Node 20 as it is, so nothing here is newer than that.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const PNPM = "pnpm@10.34.8";
// Type stripping without a flag; what pg-boss and Vitest ask for is older.
const OLDEST_NODE = [22, 19];
const stamp = join(root, "node_modules", ".mortise-setup");

/** Installs when the lockfile or a package file changed since the last time; gives back the Node to run with. */
export async function setup() {
  const wanted = fingerprint();
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
    console.log("Setting up Mortise (only when something changed; about half a minute the first time) …");
    // --prefer-offline: a second start must not ask the network which pnpm that is.
    const code = await run("npx", ["--yes", "--prefer-offline", PNPM, "install", "--frozen-lockfile"], {
      shell: process.platform === "win32",
    });
    if (code !== 0) {
      console.error(
        `\nThe install failed (exit ${code}). Check the network, then run the same command again; it goes on where it stopped.`,
      );
      process.exit(1);
    }
    writeFileSync(stamp, wanted);
  }
  return findNode();
}

/** Runs a command in the checkout with this terminal; resolves with its exit code. Ctrl-C reaches it first. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    const pass = (signal) => child.kill(signal);
    const ignore = () => {};
    process.on("SIGTERM", pass);
    process.on("SIGINT", ignore);
    child.on("error", (error) => {
      console.error(`${command} could not be started: ${error.message}`);
      resolve(1);
    });
    child.on("exit", (code, signal) => {
      process.off("SIGTERM", pass);
      process.off("SIGINT", ignore);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}`);
  const files = [
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "package.json",
    ...readdirSync(join(root, "packages"))
      .sort()
      .map((name) => `packages/${name}/package.json`),
  ];
  for (const file of files) if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const pinned = join(
    root,
    "node_modules",
    `node-${platform}-${process.arch}`,
    "bin",
    process.platform === "win32" ? "node.exe" : "node",
  );
  if (existsSync(pinned)) return pinned;
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return process.execPath;
  console.error(
    `Mortise needs Node ${OLDEST_NODE.join(".")} or newer on ${process.platform}; this is ${process.versions.node}. Install a newer Node and run the same command again.`,
  );
  process.exit(1);
}
