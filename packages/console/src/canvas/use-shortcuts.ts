import { useEffect, useRef } from "react";
import { isTyping } from "./use-clipboard.ts";

interface Shortcuts {
  readonly save: () => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly remove: () => void;
  readonly all: () => void;
  readonly none: () => void;
  readonly palette: () => void;
  readonly panel: () => void;
  readonly link: () => void;
  readonly json: () => void;
  readonly fit: () => void;
  readonly keys: () => void;
  readonly readOnly: boolean;
}

/** Every action of the canvas on a key. Where a text is typed, only saving keeps its meaning. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  current.current = shortcuts;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const act = find(event, current.current);
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function find(event: KeyboardEvent, to: Shortcuts): (() => void) | undefined {
  const { ctrlKey, metaKey, shiftKey, altKey, key, target } = event;
  const command = ctrlKey || metaKey;
  if (command && key.toLowerCase() === "s") return to.readOnly ? undefined : to.save;
  if (isTyping(target) || altKey) return undefined;
  if (command) {
    if (key.toLowerCase() === "a") return to.all;
    if (to.readOnly) return undefined;
    if (key.toLowerCase() === "z") return shiftKey ? to.redo : to.undo;
    return key.toLowerCase() === "y" ? to.redo : undefined;
  }
  if (key === "Escape") return to.none;
  if (key === "?") return to.keys;
  if (key === "f" || key === "F") return to.fit;
  if (key === "j" || key === "J") return to.json;
  if (to.readOnly) return undefined;
  if (key === "Delete" || key === "Backspace") return to.remove;
  if (key === "/") return to.palette;
  if (key === "l" || key === "L") return to.link;
  // A button keeps its own Enter; on a box it opens the panel.
  if (key === "Enter" && target instanceof Element && target.closest(".react-flow__node"))
    return () => setTimeout(to.panel);
  return undefined;
}
