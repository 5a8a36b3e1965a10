import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** A certified OpenID provider on loopback, which rotates refresh tokens and revokes a grant whose spent token comes again. */
export interface OidcServer {
  readonly url: string;
  /** What the provider did that a grant would notice: refreshes, and reuses. */
  readonly seen: { refreshed: number; revoked: number };
  close(): Promise<void>;
}

export const OIDC_CLIENT = { clientId: "mortise", clientSecret: "a-secret-of-the-tests" } as const;

/** Starts the provider; its own pages sign anybody in. */
export async function startOidc(redirectUri: string): Promise<OidcServer> {
  const http: Server = createServer((request, response) => void provider.callback()(request, response));
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const provider = new Provider(url, {
    clients: [
      {
        client_id: OIDC_CLIENT.clientId,
        client_secret: OIDC_CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code", "refresh_token"],
        token_endpoint_auth_method: "client_secret_post",
        // Plain http on loopback is for native clients (RFC 8252 section 7.3).
        application_type: "native",
      },
    ],
    cookies: { keys: ["a-key-of-the-tests"] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async () => true,
    ttl: { AccessToken: 3_600, RefreshToken: 86_400, Grant: 86_400, Session: 3_600, Interaction: 600 },
    features: { devInteractions: { enabled: true } },
  });
  const seen = { refreshed: 0, revoked: 0 };
  provider.on("grant.success", ({ oidc }) => {
    if (oidc.params?.grant_type === "refresh_token") seen.refreshed++;
  });
  provider.on("grant.revoked", () => {
    seen.revoked++;
  });
  return {
    url,
    seen,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, "close");
    },
  };
}
