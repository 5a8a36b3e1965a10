/** An error of whoever conducts the rehearsal: thrown to a caller in the process, 400 over HTTP. */
export function mistake(what: string): TypeError & { readonly statusCode: 400 } {
  return Object.assign(new TypeError(what), { statusCode: 400 as const });
}
