import { type Edit, edit } from "./edit.ts";
import type { FlowDocument } from "./flow-document.ts";

/** A document with the way it came about, and what was undone. */
export interface History {
  readonly past: readonly FlowDocument[];
  readonly present: FlowDocument;
  readonly future: readonly FlowDocument[];
  /** Edits of the same mark after each other are one step: the letters of a word, say. */
  readonly mark: string | undefined;
  /** As it is on the server. */
  readonly saved: FlowDocument;
}

export type HistoryAction =
  | { readonly type: "edit"; readonly edit: Edit; readonly mark?: string }
  | { readonly type: "undo" }
  | { readonly type: "redo" }
  | { readonly type: "saved"; readonly document: FlowDocument }
  | { readonly type: "load"; readonly document: FlowDocument };

/** Steps that can be undone. */
const MOST = 200;

/** The history of a document that was just read. */
export function historyOf(document: FlowDocument): History {
  return { past: [], present: document, future: [], mark: undefined, saved: document };
}

/** The history after an action. */
export function step(history: History, action: HistoryAction): History {
  const { past, present, future, mark } = history;
  switch (action.type) {
    case "edit": {
      const next = edit(present, action.edit);
      if (next === present || JSON.stringify(next) === JSON.stringify(present)) return history;
      const together = action.mark !== undefined && action.mark === mark;
      return {
        ...history,
        past: together ? past : [...past, present].slice(-MOST),
        present: next,
        future: [],
        mark: action.mark,
      };
    }
    case "undo": {
      const before = past.at(-1);
      if (!before) return history;
      return { ...history, past: past.slice(0, -1), present: before, future: [present, ...future], mark: undefined };
    }
    case "redo": {
      const [next, ...rest] = future;
      if (!next) return history;
      return { ...history, past: [...past, present], present: next, future: rest, mark: undefined };
    }
    case "saved":
      return { ...history, saved: action.document, mark: undefined };
    case "load":
      return historyOf(action.document);
  }
}

/** Whether something is drawn that the server does not have. */
export function isDirty({ present, saved }: History): boolean {
  return present !== saved && JSON.stringify(present) !== JSON.stringify(saved);
}
