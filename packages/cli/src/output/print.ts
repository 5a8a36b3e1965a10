/** Prints for people, or with `--json` the data itself: one document, nothing else, on standard output. */
export function print(options: { readonly json?: boolean | undefined }, data: unknown, people: () => string): void {
  console.log(options.json ? JSON.stringify(data, null, 2) : people());
}

/** Progress and remarks: on standard error, so that output can be piped. */
export function remark(text: string): void {
  console.error(text);
}
