/** What the ten tenant variables of a SetOAuth2Token node show of its grant, as in Dovetail. */
export const GRANT_VIEWS = [
  "access_token",
  "client_id",
  "client_secret",
  "expire_date",
  "redirect_uri",
  "refresh_flag",
  "refresh_token",
  "scope",
  "uri_authorize",
  "uri_token",
] as const;

/** One of the ten. */
export type GrantView = (typeof GRANT_VIEWS)[number];

const NAME = new RegExp(`^oauth2_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_(${GRANT_VIEWS.join("|")})$`);

/** The guid and the view that a tenant variable's name speaks of; undefined for any other variable. */
export function grantViewOf(name: string): { readonly guid: string; readonly view: GrantView } | undefined {
  const [, guid, view] = NAME.exec(name) ?? [];
  return guid === undefined ? undefined : { guid, view: view as GrantView };
}
