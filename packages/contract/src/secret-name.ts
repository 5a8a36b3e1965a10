const SECRET_NAME =
  /token(?!.*(?:ur[li]|type|server|endpoint|variable|expires|delay))|secret|passw(?:or)?d|passphrase|credential|authorization$|api[-_]?key|^(?:set-)?cookie$/i;

/**
 * Whether a header, field, setting or property of this name is taken to hold a secret. By name, since a new token in
 * an answer is no registered secret yet. `token_url` and `token_type` hold none.
 */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}
