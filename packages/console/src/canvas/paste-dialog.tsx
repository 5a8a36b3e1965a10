import { type FormEvent, useState } from "react";
import { useAct } from "../api/queries.ts";
import { Dialog } from "../app/dialog.tsx";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import type { Edit } from "../document/edit.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import { BindingsForm } from "../flows/bindings-form.tsx";
import { type Clipboard, changedBindings, needsOf, unresolvedNames } from "../flows/clipboard.ts";
import { useText } from "../i18n/text.ts";

interface Props {
  readonly flow: string;
  readonly document: FlowDocument;
  readonly clipboard: Clipboard;
  readonly apply: (edit: Edit) => void;
  readonly select: (ids: readonly string[]) => void;
  readonly close: () => void;
}

/** Puts copied nodes into the flow that is drawn, after asking what they need is called here. */
export function PasteDialog({ flow, document, clipboard, apply, select, close }: Props) {
  const t = useText();
  const tenant = useTenant();
  const toast = useToast();
  const [bindings, setBindings] = useState<Record<string, string>>({});
  const paste = useAct("pasteClipboard");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { clipboard, bindings: changedBindings(bindings), dryRun: true, document };
    paste.mutate(
      { params: { tenant, flow }, body },
      {
        onSuccess: ({ flow: pasted, renamed, unresolved }) => {
          apply({ type: "replace", document: pasted as FlowDocument });
          select(clipboard.nodes.map(({ id }) => renamed[id] ?? id));
          const names = unresolvedNames(unresolved).join(", ");
          toast({
            kind: "good",
            text: names === "" ? t("paste.done", { count: clipboard.nodes.length }) : t("paste.unresolved", { names }),
          });
          close();
        },
      },
    );
  };
  return (
    <Dialog title={t("paste.title")} close={close} wide>
      <form onSubmit={submit}>
        <p>
          {t("template.nodes", { count: clipboard.nodes.length })}: {clipboard.nodes.map(({ id }) => id).join(" → ")}
        </p>
        <BindingsForm needs={needsOf(clipboard)} bindings={bindings} onChange={setBindings} />
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" className="primary" disabled={paste.isPending}>
            {t("paste.do")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
