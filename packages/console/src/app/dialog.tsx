import { type ReactNode, useEffect, useId, useRef } from "react";
import { useText } from "../i18n/text.ts";
import { Icon } from "./icon.tsx";

interface Props {
  readonly title: string;
  readonly close: () => void;
  readonly children: ReactNode;
  readonly wide?: boolean;
}

/** A dialogue over the page: the browser's own, so that focus stays in it and Escape ends it. */
export function Dialog({ title, close, children, wide = false }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const t = useText();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      className={wide ? "dialog wide" : "dialog"}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <button type="button" className="quiet icon-only" aria-label={t("close")} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly close: () => void;
  readonly confirm: () => void;
}

/** Asks once more before something that cannot be taken back. */
export function Confirm({ title, text, action, close, confirm }: ConfirmProps) {
  const t = useText();
  return (
    <Dialog title={title} close={close}>
      <p>{text}</p>
      <footer>
        <button type="button" onClick={close}>
          {t("cancel")}
        </button>
        <button
          type="button"
          className="danger"
          onClick={() => {
            confirm();
            close();
          }}
        >
          {action}
        </button>
      </footer>
    </Dialog>
  );
}
