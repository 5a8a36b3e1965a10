import { useCallback, useEffect } from "react";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem.ts";
import { copyText } from "../app/copy-text.ts";
import { useToast } from "../app/toasts.tsx";
import type { Edit } from "../document/edit.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import { type Clipboard, readClipboard } from "../flows/clipboard.ts";
import { useText } from "../i18n/text.ts";

interface Options {
  readonly tenant: string;
  readonly flow: string;
  readonly document: FlowDocument;
  readonly selection: readonly string[];
  readonly apply: (edit: Edit) => void;
  /** Asks what pasted nodes need here. */
  readonly ask: (clipboard: Clipboard) => void;
  readonly readOnly: boolean;
}

/**
 * Copy, cut and paste through the system's clipboard, as text: between flows, tenants and servers, and through any
 * chat in between. The server makes the text, so that nothing secret goes along, and says what a paste needs.
 */
export function useClipboard({ tenant, flow, document, selection, apply, ask, readOnly }: Options) {
  const t = useText();
  const toast = useToast();
  const copy = useCallback(
    async (cut = false) => {
      if (selection.length === 0) return;
      const nodes = [...selection];
      const text = call("copyNodes", { params: { tenant, flow }, body: { nodes, document } }).then((clipboard) =>
        JSON.stringify(clipboard, null, 2),
      );
      try {
        await copyText(text);
        if (cut) apply({ type: "remove", nodes, links: [] });
        toast({ kind: "good", text: t(cut ? "cut.done" : "copy.done", { count: nodes.length }) });
      } catch (error) {
        toast({ kind: "bad", problem: problemOf(error) });
      }
    },
    [tenant, flow, document, selection, apply, toast, t],
  );

  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      if (isTyping(event.target) || selection.length === 0 || !getSelection()?.isCollapsed) return;
      event.preventDefault();
      void copy(event.type === "cut" && !readOnly);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (isTyping(event.target) || readOnly) return;
      const clipboard = readClipboard(event.clipboardData?.getData("text/plain") ?? "");
      if (!clipboard) return;
      event.preventDefault();
      ask(clipboard);
    };
    addEventListener("copy", onCopy);
    addEventListener("cut", onCopy);
    addEventListener("paste", onPaste);
    return () => {
      removeEventListener("copy", onCopy);
      removeEventListener("cut", onCopy);
      removeEventListener("paste", onPaste);
    };
  }, [copy, selection, ask, readOnly]);
  return copy;
}

/** Whether keys go into a text, where they mean what they say. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest("input, textarea, select, [contenteditable=true], dialog") !== null
  );
}
