/** Where a sealed value belongs. It opens nowhere else: moved to another tenant, environment or name it is rejected. */
export interface Place {
  readonly tenant: string;
  /** Empty where a value belongs to no environment. */
  readonly environment: string;
  readonly kind: "variable" | "secret" | "run" | "journal" | "trace" | "key" | "check" | "grant" | "receipt";
  readonly name: string;
}

/** The format of a sealed value; its first byte. */
export const VERSION = 1;

/** The authenticated but unencrypted text: version|tenant|environment|kind|name|key id. Joined by NUL, which no text in Postgres can hold, so that no two places share one. */
export function authenticated({ tenant, environment, kind, name }: Place, keyId: string): Buffer {
  return Buffer.from(`${VERSION}\0${tenant}\0${environment}\0${kind}\0${name}\0${keyId}`, "utf8");
}
