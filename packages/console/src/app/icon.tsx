/** Paths of 24 × 24 drawings, in strokes. */
const PATHS = {
  flow: "M4 6h5v4H4zM15 14h5v4h-5zM9 8h3v8h3",
  run: "M7 4l13 8-13 8z",
  pause: "M7 5v14M17 5v14",
  stop: "M6 6h12v12H6z",
  install: "M12 3v12m0 0l-5-5m5 5l5-5M4 20h16",
  uninstall: "M12 15V3m0 0L7 8m5-5l5 5M4 20h16",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
  edit: "M4 20l1-5L16 4l4 4L9 19z",
  trash: "M4 7h16M9 7V4h6v3m-9 0l1 13h10l1-13",
  undo: "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6",
  redo: "M15 7l5 5-5 5M20 12H10a6 6 0 0 0-6 6",
  copy: "M8 8h12v12H8zM4 16V4h12",
  paste: "M9 4h6v3H9zM7 5H5v16h14V5h-2",
  save: "M5 4h11l4 4v12H5zM8 4v5h7V4M8 20v-6h8v6",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  align: "M4 4v16M8 8h12M8 16h7",
  error: "M12 8v5m0 3v.01M12 3l10 18H2z",
  warning: "M12 8v5m0 3v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  check: "M5 12l5 5L20 7",
  lock: "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M5 19l2-2",
  source: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 3",
  variables: "M8 4c-3 0-2 6-4 8 2 2 1 8 4 8M16 4c3 0 2 6 4 8-2 2-1 8-4 8",
  message: "M4 6h16v12H4zM4 7l8 6 8-6",
  routing: "M4 12h6m0 0l6-6h4m-10 6l6 6h4",
  endpoint: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  script: "M7 8l-4 4 4 4M17 8l4 4-4 4M14 5l-4 14",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M14 5v4M8 15v4",
  template: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  question: "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2m0 3v.01",
  download: "M12 4v11m0 0l-4-4m4 4l4-4M4 20h16",
  upload: "M12 15V4m0 0L8 8m4-4l4 4M4 20h16",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  down: "M6 9l6 6 6-6",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
} as const;

export type IconName = keyof typeof PATHS;

/** A small drawing; what it means is said beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
