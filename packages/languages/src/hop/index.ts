export { decodeHead, encodeHead, encodePart, type Part, splitHead } from "./head.ts";
export { decodeResult, encodeResult } from "./result.ts";
