import { type FormEvent, useState } from "react";
import { Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { useText } from "../i18n/text.ts";
import { readClipboard } from "./clipboard.ts";
import { PasteAsFlow } from "./paste-as-flow.tsx";

/** Makes a flow of copied text. */
export function PasteFlow({ close }: { readonly close: () => void }) {
  const t = useText();
  const [text, setText] = useState("");
  const clipboard = readClipboard(text);
  if (clipboard) return <PasteAsFlow clipboard={clipboard} suggested={clipboard.flow?.name ?? ""} close={close} />;
  return (
    <Dialog title={t("paste.title")} close={close} wide>
      <form onSubmit={(event: FormEvent) => event.preventDefault()}>
        <Field label={t("paste.text")} hint={t("paste.textHint")}>
          {(id) => (
            <textarea
              id={id}
              rows={10}
              className="mono"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {text.trim() !== "" && (
          <p className="alert" role="alert">
            {t("paste.notOurs")}
          </p>
        )}
      </form>
    </Dialog>
  );
}
