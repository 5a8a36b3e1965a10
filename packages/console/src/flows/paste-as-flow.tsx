import { type FormEvent, useState } from "react";
import { useAct } from "../api/queries.ts";
import { Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { addressOfPlace, go } from "../app/router.ts";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import { useText } from "../i18n/text.ts";
import { BindingsForm } from "./bindings-form.tsx";
import { type Clipboard, changedBindings, needsOf, unresolvedNames } from "./clipboard.ts";

interface Props {
  readonly clipboard: Clipboard;
  readonly suggested: string;
  readonly close: () => void;
}

/** Makes a new flow of a clipboard: its name, and what it needs bound to what is here. */
export function PasteAsFlow({ clipboard, suggested, close }: Props) {
  const t = useText();
  const tenant = useTenant();
  const toast = useToast();
  const [name, setName] = useState(suggested);
  const [bindings, setBindings] = useState<Record<string, string>>({});
  const paste = useAct("pasteClipboard", { touches: ["listFlows", "getFlow"] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = { clipboard, bindings: changedBindings(bindings) };
    paste.mutate(
      { params: { tenant, flow: name.trim() }, body, etag: "none" },
      {
        onSuccess: ({ unresolved }) => {
          const names = unresolvedNames(unresolved).join(", ");
          toast({
            kind: "good",
            text: names === "" ? t("paste.done", { count: clipboard.nodes.length }) : t("paste.unresolved", { names }),
          });
          go(addressOfPlace({ tenant, item: name.trim() }));
        },
      },
    );
  };
  return (
    <Dialog title={t("paste.title")} close={close} wide>
      <form onSubmit={submit}>
        <Field label={t("template.name")} hint={t("template.nodes", { count: clipboard.nodes.length })}>
          {(id) => (
            <input id={id} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <BindingsForm needs={needsOf(clipboard)} bindings={bindings} onChange={setBindings} />
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" className="primary" disabled={name.trim() === "" || paste.isPending}>
            {t("paste.do")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
