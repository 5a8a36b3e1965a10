/**
 * Puts a text that is still on its way into the system's clipboard. The promise is handed over at once: browsers let a
 * page write only while a key or click is fresh.
 */
export async function copyText(text: Promise<string>): Promise<void> {
  const blob = text.then((content) => new Blob([content], { type: "text/plain" }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch (error) {
    // Where the text itself did not come, that is the reason to tell.
    await text;
    throw error;
  }
}
