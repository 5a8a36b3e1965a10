/** One thing that happened at the rehearsal server; tokens appear as fingerprints only. */
export interface LogEntry {
  readonly seq: number;
  /** ISO instant, on the server's clock. */
  readonly at: string;
  readonly kind: "authorize" | "token" | "api" | "control";
  readonly method: string;
  readonly path: string;
  /** Of the answer, as it was meant; 0 when none was. */
  readonly status: number;
  /** `ok`, an OAuth error, or what a person did at the consent page. */
  readonly outcome: string;
  readonly client?: string | undefined;
  readonly user?: string | undefined;
  readonly grantType?: string | undefined;
  readonly grant?: string | undefined;
  /** Of the grant, after it. */
  readonly generation?: number | undefined;
  /** The token that was sent: its fingerprint. */
  readonly presented?: string | undefined;
  readonly issued?: { readonly refresh?: string | undefined; readonly access?: string | undefined } | undefined;
  /** Whether the server changed what it knows. */
  readonly committed?: boolean | undefined;
  /** The fault that was in play. */
  readonly fault?: string | undefined;
  readonly detail?: string | undefined;
}
