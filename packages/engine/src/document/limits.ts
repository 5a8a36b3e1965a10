/** Bytes of UTF-8 that a document may have. */
export const MAX_BYTES = 5_000_000;

/** Nodes that a flow may have. */
export const MAX_NODES = 2_000;

/** Links that a flow may have. */
export const MAX_LINKS = 10_000;

/** Levels of lists and objects; checked before anything recursive, since `JSON.parse` itself passes 200,000. */
export const MAX_NESTING = 200;

/**
 * Values (texts, numbers, lists, objects) in a document. The checks that follow take some microseconds and a hundred
 * bytes for each that is wrong; 5 MB of `1,1,1` would hold a server up for a minute.
 */
export const MAX_VALUES = 250_000;

/** Mistakes listed at once: a document with more is wrong as a whole, and its report must stay readable. */
export const MAX_MISTAKES = 500;
