import {
  type ErrorCode,
  type ErrorDetail,
  type ErrorPlace,
  type Mistake,
  mortiseError,
  toMistake,
} from "@mortise/contract";
import { MAX_MISTAKES } from "./limits.ts";

/** Collects the mistakes of a document: one a place, in the order found, up to a limit. */
export class Mistakes {
  readonly #list: Mistake[] = [];
  readonly #places = new Set<string>();
  #dropped = 0;

  /** An error of the catalogue at a place. `detail.near`, what was most likely meant, goes before the help. */
  add(code: ErrorCode, detail: ErrorDetail, place: ErrorPlace): void {
    const mistake = toMistake(mortiseError(code, detail, place), place);
    const near = typeof detail.near === "string" ? /did you mean "[^"]*"\?/.exec(detail.near)?.[0] : undefined;
    this.push(near ? { ...mistake, help: `${near.replace("did", "Did")} ${mistake.help ?? ""}`.trim() } : mistake);
  }

  push(mistake: Mistake): void {
    const { code, pointer, nodeId, environment, message } = mistake;
    const place = JSON.stringify([code, pointer, nodeId, environment, message]);
    if (this.#places.has(place)) return;
    if (this.isFull) {
      this.#dropped++;
      return;
    }
    this.#places.add(place);
    this.#list.push(mistake);
  }

  /** Whether further mistakes are only counted: nothing dear needs to be found out about them. */
  get isFull(): boolean {
    return this.#list.length >= MAX_MISTAKES;
  }

  get hasErrors(): boolean {
    return hasErrors(this.#list);
  }

  list(): Mistake[] {
    if (this.#dropped === 0) return [...this.#list];
    const what = `there are ${this.#dropped} more mistakes, which are not listed`;
    return [...this.#list, toMistake(mortiseError("FLOW_INVALID", { what }), { pointer: "" })];
  }
}

/** Whether any of the mistakes keeps a flow from being installed. */
export function hasErrors(mistakes: readonly Mistake[]): boolean {
  return mistakes.some((mistake) => mistake.severity === "error");
}
