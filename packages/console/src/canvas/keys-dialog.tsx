import { Dialog } from "../app/dialog.tsx";
import { useText } from "../i18n/text.ts";

const KEYS = [
  ["Ctrl S", "save"],
  ["Ctrl Z", "undo"],
  ["Ctrl Y", "redo"],
  ["Ctrl C", "copy"],
  ["Ctrl X", "cut"],
  ["Ctrl V", "paste"],
  ["Ctrl A", "all"],
  ["Delete", "remove"],
  ["/", "palette"],
  ["Tab", "walk"],
  ["Enter", "panel"],
  ["L", "link"],
  ["← ↑ → ↓", "move"],
  ["J", "json"],
  ["F", "fit"],
  ["Esc", "none"],
  ["?", "keys"],
] as const;

/** What every key of the canvas does. */
export function KeysDialog({ close }: { readonly close: () => void }) {
  const t = useText();
  return (
    <Dialog title={t("canvas.keys")} close={close}>
      <dl className="keys">
        {KEYS.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{t(`key.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
