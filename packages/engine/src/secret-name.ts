/**
 * Names under which people keep secrets: `loket_client_secret`, `new_refresh_token`, `Authorization`. Not those that only
 * speak of one, such as `token_type`, `tokenUrl` or `loket_authentication_server_url`.
 */
export const SECRET_NAME =
  /token(?!.*(url|uri|type|server|endpoint|variable))|secret|passw(or)?d|authorization$|api[-_]?key|^cookie$|set-cookie/i;
