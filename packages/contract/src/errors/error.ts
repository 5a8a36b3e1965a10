import { catalogue, type ErrorCode } from "./catalogue.ts";

/** Where in a text a mistake stands. `position` counts UTF-16 units from 0, `line` and `column` from 1. */
export interface Position {
  readonly position: number;
  readonly line: number;
  readonly column: number;
}

/** What a reader needs beside the message: names, addresses, what was found. Never a secret. */
export interface ErrorDetail {
  readonly [name: string]: unknown;
}

/** Where in a document an error belongs. */
export interface ErrorPlace {
  readonly nodeId?: string | undefined;
  /** JSON pointer (RFC 6901) into the document or request. */
  readonly pointer?: string | undefined;
  readonly position?: Position | undefined;
  /** The text that `position` points into. */
  readonly source?: string | undefined;
}

/** One mistake of a document: what `check`, `install` and `422` answers list. */
export interface Mistake extends ErrorPlace {
  readonly severity: "error" | "warning";
  /** A code of the catalogue, or the name of a rule for a warning. */
  readonly code: string;
  readonly message: string;
  readonly help?: string | undefined;
  readonly expected?: string | undefined;
  readonly found?: string | undefined;
  /** Only wrong there; absent: everywhere. */
  readonly environment?: "test" | "production" | undefined;
}

/** The one error class of Mortise. Make it with `mortiseError`. */
export class MortiseError extends Error {
  override readonly name = "MortiseError";
  readonly code: ErrorCode;
  readonly status: number;
  readonly retry: boolean;
  readonly help: string;
  readonly detail: ErrorDetail;
  nodeId: string | undefined;
  pointer: string | undefined;
  readonly position: Position | undefined;
  readonly source: string | undefined;
  /** All mistakes of a document, when there is more than the one in `message`. */
  readonly errors: readonly Mistake[] | undefined;

  constructor(
    code: ErrorCode,
    detail: ErrorDetail,
    extra: ErrorPlace & { cause?: unknown; errors?: readonly Mistake[] | undefined; retry?: boolean } = {},
  ) {
    const entry = catalogue[code];
    super(fill(entry.message, detail), extra.cause === undefined ? undefined : { cause: extra.cause });
    this.code = code;
    this.status = entry.status;
    this.retry = extra.retry ?? entry.retry;
    this.help = entry.help;
    this.detail = detail;
    this.nodeId = extra.nodeId;
    this.pointer = extra.pointer;
    this.position = extra.position;
    this.source = extra.source;
    this.errors = extra.errors;
  }
}

/** An error of the catalogue, its message filled from `detail`. */
export function mortiseError(
  code: ErrorCode,
  detail: ErrorDetail = {},
  extra: ErrorPlace & { cause?: unknown; errors?: readonly Mistake[] | undefined; retry?: boolean } = {},
): MortiseError {
  return new MortiseError(code, detail, extra);
}

/** A foreign error wrapped once; a MortiseError is returned as it is. */
export function asMortiseError(error: unknown): MortiseError {
  if (error instanceof MortiseError) return error;
  return mortiseError("ENGINE_BUG", { what: error instanceof Error ? error.message : String(error) }, { cause: error });
}

/** The line and column of an offset in a text. */
export function positionAt(source: string, offset: number): Position {
  const position = Math.max(0, Math.min(offset, source.length));
  const before = source.slice(0, position);
  return { position, line: before.split("\n").length, column: position - before.lastIndexOf("\n") };
}

/** The line of `source` at a position with a caret below, as Camel shows it. */
export function caret(source: string, at: Position): string {
  const line = source.split("\n")[at.line - 1] ?? "";
  return `${line}\n${" ".repeat(Math.max(0, at.column - 1))}^`;
}

/** An error as one mistake of a document. */
export function toMistake(error: MortiseError, place: ErrorPlace = {}): Mistake {
  const text = (name: string) => (typeof error.detail[name] === "string" ? (error.detail[name] as string) : undefined);
  return {
    severity: "error",
    code: error.code,
    message: error.message,
    help: error.help,
    expected: text("expected"),
    found: text("found"),
    nodeId: place.nodeId ?? error.nodeId,
    pointer: place.pointer ?? error.pointer,
    position: error.position,
    source: error.source,
  };
}

function fill(template: string, detail: ErrorDetail): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in detail ? String(detail[name]) : whole));
}
