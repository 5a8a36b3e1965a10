import { Command, InvalidArgumentError, Option } from "commander";

/** Options that every command of a server takes. */
export interface ServerOptions {
  readonly server?: string;
  readonly tenant?: string;
  readonly json?: boolean;
}

/** A command that speaks to a server. */
export function serverCommand(name: string, description: string): Command {
  return localCommand(name, description)
    .option("--server <url>", "the server's address [MORTISE_SERVER, else this machine]")
    .option("--tenant <id>", "the tenant [MORTISE_TENANT]");
}

/** A command that only holds others. It has no options, as it would take them from the command behind it. */
export function commandGroup(name: string, description: string): Command {
  return new Command(name).description(description);
}

/** A command that needs no server. */
export function localCommand(name: string, description: string): Command {
  return new Command(name).description(description).option("--json", "print data instead of text");
}

export const environmentOption = () =>
  new Option("--env <environment>", "test or production").choices(["test", "production"]).default("test");

export const componentsOption = () =>
  new Option("--components <folder>", "a folder with components of your own; may be given more than once").argParser(
    collect,
  );

/** Collects the values of an option that may be given more than once. A list behind one option would swallow the argument after it. */
export function collect(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

/** Collects `name=value` pairs given once or more. */
export function pairs(text: string, previous: Record<string, string> = {}): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Expected name=value.");
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

/** A port; 0 picks a free one. */
export function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError("Expected a whole number from 0 to 65535.");
  return port;
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("Expected a whole number.");
  return Number(text);
}
