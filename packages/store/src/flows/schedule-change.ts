/** What a schedule depends on, in a document that was checked before it became a version. */
interface ScheduledDocument {
  readonly options?: { readonly timeZone?: unknown };
  readonly properties?: unknown;
  readonly nodes?: readonly { readonly id: string; readonly type: string; readonly settings?: unknown }[];
}

/** Which of these nodes are scheduled otherwise in the new text, or are gone from it: their cursors begin anew. */
export function changedSchedules(before: string, after: string, nodes: readonly string[]): string[] {
  const old = JSON.parse(before) as ScheduledDocument;
  const now = JSON.parse(after) as ScheduledDocument;
  return nodes.filter((node) => scheduleOf(old, node) !== scheduleOf(now, node));
}

function scheduleOf(document: ScheduledDocument, id: string): string | undefined {
  const node = document.nodes?.find((node) => node.id === id);
  if (!node) return undefined;
  const settings = JSON.stringify(node.settings ?? {});
  // A setting that names a flow property changes when the property does.
  const properties = settings.includes("#{") ? document.properties : undefined;
  return JSON.stringify([node.type, settings, document.options?.timeZone, properties]);
}
