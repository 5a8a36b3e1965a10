/** A URL as errors and logs show it: without user, password, fragment and the values of its query. */
export function shownUrl(url: URL | string): string {
  const parsed = typeof url === "string" ? URL.parse(url) : url;
  if (!parsed) return "the given address";
  const query = [...parsed.searchParams.keys()].map((name) => `${encodeURIComponent(name)}=•••`).join("&");
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}${query ? `?${query}` : ""}`;
}
