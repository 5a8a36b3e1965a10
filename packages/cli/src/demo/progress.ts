import { paint } from "../output/style.ts";
import { duration } from "../output/table.ts";

/** Says what is being done, does it, and says how it went and how long it took. */
export async function progress<T>(what: string, work: () => Promise<T>, done: (result: T) => string): Promise<T> {
  const began = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`${paint("dim", "…")} ${what}`);
  try {
    const result = await work();
    line(`${paint("green", "✓")} ${what}: ${done(result)} ${paint("dim", duration(performance.now() - began))}`);
    return result;
  } catch (error) {
    line(`${paint("red", "✗")} ${what}`);
    throw error;
  }
}

function line(text: string): void {
  process.stdout.write(`${process.stdout.isTTY ? "\r\u001b[K" : ""}${text}\n`);
}
