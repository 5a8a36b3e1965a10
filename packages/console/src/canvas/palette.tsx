import { type KeyboardEvent, useMemo, useState } from "react";
import type { Component } from "../api/schema.generated.ts";
import { useText } from "../i18n/text.ts";
import { PALETTE_TYPE } from "./canvas.tsx";

interface Props {
  readonly components: readonly Component[];
  readonly add: (type: string) => void;
  /** Set where the search shall have the keys at once. */
  readonly focusRef: React.RefObject<HTMLInputElement | null>;
}

/** All components, by group, to search, drag, or add with Enter. */
export function Palette({ components, add, focusRef }: Props) {
  const t = useText();
  const [search, setSearch] = useState("");
  const found = useMemo(() => {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    return components.filter(({ type, title, summary }) => {
      const text = `${type} ${title} ${summary}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [components, search]);
  const groups = [...new Set(found.map(({ group }) => group))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const keys = (event: KeyboardEvent) => {
    const [first] = found;
    if (event.key === "Enter" && first) {
      add(first.type);
      setSearch("");
    }
  };
  return (
    <aside className="palette" aria-label={t("canvas.palette")}>
      <input
        type="search"
        ref={focusRef}
        placeholder={t("canvas.findComponent")}
        aria-label={t("canvas.findComponent")}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={keys}
      />
      <div className="palette-list">
        {groups.map((group) => (
          <section key={group}>
            <h3>{t(`group.${group as "source"}`)}</h3>
            {found
              .filter((component) => component.group === group)
              .map(({ type, title, summary }) => (
                <button
                  key={type}
                  type="button"
                  className={`piece group-${group}`}
                  title={summary}
                  draggable
                  onDragStart={(event) => event.dataTransfer.setData(PALETTE_TYPE, type)}
                  onClick={() => add(type)}
                >
                  {title}
                </button>
              ))}
          </section>
        ))}
        {found.length === 0 && <p className="hint">{t("canvas.noComponent")}</p>}
      </div>
    </aside>
  );
}

const ORDER = ["source", "endpoint", "variables", "message", "routing", "script", "error"];
