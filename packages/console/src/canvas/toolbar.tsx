import { Icon, type IconName } from "../app/icon.tsx";
import type { MessageName } from "../i18n/text.ts";
import { useText } from "../i18n/text.ts";

export interface Tool {
  readonly icon: IconName;
  readonly label: MessageName;
  readonly act: () => void;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

/** The canvas' buttons, in groups. */
export function Toolbar({ groups }: { readonly groups: readonly (readonly Tool[])[] }) {
  const t = useText();
  return (
    <div className="toolbar" role="toolbar" aria-label={t("canvas.tools")}>
      {groups.map((tools) => (
        <div className="row tight" key={tools[0]?.label}>
          {tools.map(({ icon, label, act, disabled = false, pressed }) => (
            <button
              key={label}
              type="button"
              className="quiet icon-only"
              title={t(label)}
              aria-label={t(label)}
              aria-pressed={pressed}
              disabled={disabled}
              onClick={act}
            >
              <Icon name={icon} />
            </button>
          ))}
        </div>
      ))}
    </div>
  );
}
