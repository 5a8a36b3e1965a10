import { autocompletion, type Completion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import {
  bracketMatching,
  defaultHighlightStyle,
  foldGutter,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { languageOf, type Mode } from "./modes.ts";
import { highlight, theme } from "./theme.ts";

/** Where in a text something is wrong. */
export interface Caret {
  readonly position: number;
  readonly message: string;
}

interface Props {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly mode: Mode;
  readonly label: string;
  readonly readOnly?: boolean;
  /** As high as there is room; otherwise as high as the text. */
  readonly tall?: boolean;
  readonly carets?: readonly Caret[];
  readonly completions?: readonly Completion[];
}

/** A text editor with the language's colours, completion, and marks where something is wrong. */
export function CodeEditor({
  value,
  onChange,
  mode,
  label,
  readOnly = false,
  tall = false,
  carets,
  completions,
}: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const change = useRef(onChange);
  change.current = onChange;
  const offered = useRef(completions);
  offered.current = completions;
  const language = useRef(new Compartment());

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes is told to it below
  useEffect(() => {
    const made = new EditorView({
      parent: place.current as HTMLDivElement,
      state: EditorState.create({
        doc: value,
        extensions: [
          ...(tall ? [lineNumbers(), foldGutter(), lintGutter()] : []),
          history(),
          indentOnInput(),
          bracketMatching(),
          syntaxHighlighting(highlight),
          syntaxHighlighting(defaultHighlightStyle, { fallback: true }),
          theme,
          EditorView.lineWrapping,
          EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ""),
          EditorView.contentAttributes.of({ "aria-label": label }),
          EditorState.readOnly.of(readOnly),
          autocompletion({ override: [(context) => complete(context, offered.current ?? [])] }),
          linter(null),
          // Tab leaves a small field, as in any form; in a script it indents.
          keymap.of([...defaultKeymap, ...historyKeymap, ...completionKeymap, ...(tall ? [indentWithTab] : [])]),
          language.current.of(languageOf(mode)),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) change.current(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(mode)) });
  }, [mode]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const length = editor.state.doc.length;
    const marks = (carets ?? []).map(({ position, message }): Diagnostic => {
      const from = Math.min(Math.max(0, position), Math.max(0, length - 1));
      return { from, to: Math.min(from + 1, length), severity: "error", message };
    });
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [carets]);

  return <div ref={place} className={tall ? "editor tall" : "editor"} />;
}

function complete(context: CompletionContext, options: readonly Completion[]) {
  const before = context.matchBefore(/[#@$]\{[\w.:-]*|[\w.]+/);
  if (!before && !context.explicit) return null;
  return { from: before?.from ?? context.pos, options: [...options], validFor: /^[#@$]?\{?[\w.:-]*$/ };
}
