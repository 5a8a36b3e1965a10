/** What a schedule depends on, in a document that was checked before it became a version. */
interface ScheduledDocument {
  readonly options?: { readonly timeZone?: unknown };
  readonly properties?: unknown;
  readonly nodes?: readonly { readonly id: string; readonly type: string; readonly settings?: unknown }[];
}

/** Which of these nodes are due at other instants in the new text, or are gone from it: their cursors begin anew. */
export function changedSchedules(before: string, after: string, nodes: readonly string[]): string[] {
  const old = JSON.parse(before) as ScheduledDocument;
  const now = JSON.parse(after) as ScheduledDocument;
  return nodes.filter((node) => scheduleOf(old, node) !== scheduleOf(now, node));
}

function scheduleOf(document: ScheduledDocument, id: string): string | undefined {
  const node = document.nodes?.find((node) => node.id === id);
  if (!node) return undefined;
  // What becomes of a fire is no part of when it is due.
  const { missed: _missed, overlap: _overlap, ...due } = (node.settings ?? {}) as { readonly [name: string]: unknown };
  const settings = JSON.stringify(due);
  // A setting that names a flow property changes when the property does.
  const properties = settings.includes("#{") ? document.properties : undefined;
  return JSON.stringify([node.type, settings, document.options?.timeZone, properties]);
}
