import { useSyncExternalStore } from "react";

/** What a reader chose and this browser remembers. */
export interface ReaderSettings {
  readonly environment: "test" | "production";
  readonly language: "en" | "nl";
  readonly theme: "auto" | "light" | "dark";
  readonly tenant: string;
}

const STORE = "mortise";

const listeners = new Set<() => void>();
let current: ReaderSettings = read();

/** Changes what the reader chose. */
export function choose(change: Partial<ReaderSettings>): void {
  current = { ...current, ...change };
  try {
    localStorage.setItem(STORE, JSON.stringify(current));
  } catch {
    // A browser that remembers nothing is served as well.
  }
  show();
  for (const listener of listeners) listener();
}

/** What the reader chose. */
export function useSettings(): ReaderSettings {
  return useSyncExternalStore(subscribe, () => current);
}

/** The environment that is looked at and worked in. */
export function useEnvironment(): "test" | "production" {
  return useSettings().environment;
}

/** Sets on the page what styles go by. */
export function show(): void {
  const { dataset } = document.documentElement;
  document.documentElement.lang = current.language;
  dataset.environment = current.environment;
  if (current.theme === "auto") delete dataset.theme;
  else dataset.theme = current.theme;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): ReaderSettings {
  const language = navigator.language.startsWith("nl") ? "nl" : "en";
  const first: ReaderSettings = { environment: "test", language, theme: "auto", tenant: "" };
  try {
    return { ...first, ...(JSON.parse(localStorage.getItem(STORE) ?? "{}") as Partial<ReaderSettings>) };
  } catch {
    return first;
  }
}
