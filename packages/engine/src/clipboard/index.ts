export { type CopyOptions, clipboardOf, copyNodes } from "./copy-nodes.ts";
export { needsOf } from "./needs.ts";
export { type Pasted, type PasteOptions, pasteClipboard } from "./paste-clipboard.ts";
export { type ReadClipboard, readClipboard } from "./read-clipboard.ts";
