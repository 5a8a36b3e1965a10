import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { Loading } from "../app/states.tsx";
import type { Edit } from "../document/edit.ts";
import { type FlowDocument, isDocument } from "../document/flow-document.ts";
import { printDocument } from "../document/print.ts";
import { useText } from "../i18n/text.ts";

const CodeEditor = lazy(async () => ({ default: (await import("../editor/code-editor.tsx")).CodeEditor }));

interface Props {
  readonly document: FlowDocument;
  readonly apply: (edit: Edit, mark: string) => void;
  readonly readOnly: boolean;
}

/** The document as text beside its picture: what is typed here is drawn there, as soon as it can be. */
export function JsonPane({ document, apply, readOnly }: Props) {
  const t = useText();
  const [text, setText] = useState(() => printDocument(document));
  const [wrong, setWrong] = useState<string>();
  // What was typed last is not printed anew under the hand that types it.
  const typed = useRef<string>(undefined);
  useEffect(() => {
    if (JSON.stringify(document) === typed.current) return;
    typed.current = undefined;
    setText(printDocument(document));
    setWrong(undefined);
  }, [document]);
  const change = (next: string) => {
    setText(next);
    try {
      const value: unknown = JSON.parse(next);
      if (!isDocument(value)) {
        setWrong(t("canvas.notAFlow"));
        return;
      }
      setWrong(undefined);
      const read = { ...value, links: value.links ?? [] };
      typed.current = JSON.stringify(read);
      apply({ type: "replace", document: read }, "json");
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  return (
    <section className="json-pane" aria-label={t("canvas.json")}>
      <Suspense fallback={<Loading />}>
        <CodeEditor value={text} onChange={change} mode="json" label={t("canvas.json")} readOnly={readOnly} tall />
      </Suspense>
      {wrong && (
        <p className="alert" role="alert">
          {wrong}
        </p>
      )}
    </section>
  );
}
