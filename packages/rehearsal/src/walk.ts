import { createHash } from "node:crypto";

/** A browser as far as the authorization pages need one: a cookie, hidden fields, and no redirects followed. */
export interface Browser {
  open(url: string): Promise<Page>;
  submit(page: Page, fields: { readonly [name: string]: string }): Promise<Page>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
  /** Where it redirects to. */
  readonly location: URL | undefined;
}

/** For the tests: walks through login and consent as a person does. */
export function openBrowser(): Browser {
  let cookie = "";
  async function load(url: string, init: RequestInit = {}): Promise<Page> {
    const response = await fetch(url, { redirect: "manual", ...init, headers: { ...init.headers, cookie } });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    const location = response.headers.get("location");
    return {
      url,
      status: response.status,
      text: await response.text(),
      location: location ? new URL(location) : undefined,
    };
  }
  return {
    open: (url) => load(url),
    submit(page, fields) {
      const hidden = [...page.text.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
        ([, name, value]) => [name, value] as [string, string],
      );
      const action = /action="([^"]*)"/.exec(page.text)?.[1] ?? "";
      return load(new URL(action, page.url).href, {
        method: "POST",
        body: new URLSearchParams([...hidden, ...Object.entries(fields)]),
      });
    },
  };
}

export const VERIFIER = "a-verifier-that-is-long-enough-for-rfc-7636-0123456789";
export const CHALLENGE = createHash("sha256").update(VERIFIER).digest("base64url");

/** The address of the consent, with PKCE. */
export function authorizeUrl(url: string, params: { readonly [name: string]: string | undefined } = {}): string {
  const all = {
    response_type: "code",
    client_id: "ThirdPartiesTestClient",
    redirect_uri: "http://127.0.0.1:9/callback",
    scope: "all",
    state: "xyz",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...params,
  };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${url}/authorize?${new URLSearchParams(present)}`;
}

/** Signs in, consents, and gives the code. */
export async function walkToCode(
  url: string,
  params: { readonly [name: string]: string | undefined } = {},
): Promise<string> {
  const browser = openBrowser();
  const login = await browser.open(authorizeUrl(url, params));
  const consent = await browser.submit(login, { user: "demo", password: "Welkom01" });
  const back = await browser.submit(consent, { decision: "allow" });
  return back.location?.searchParams.get("code") ?? "";
}

/** A token request of the test client; what is undefined is left out. */
export async function tokenCall(
  url: string,
  fields: { readonly [name: string]: string | undefined },
  headers: { readonly [name: string]: string } = {},
): Promise<{ status: number; headers: Headers; body: { [field: string]: unknown } }> {
  const all = { client_id: "ThirdPartiesTestClient", client_secret: "Welkom01", ...fields };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const response = await fetch(`${url}/token`, { method: "POST", body: new URLSearchParams(present), headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { [field: string]: unknown },
  };
}

/** A refresh as the handbook's flow sends it. */
export function refreshCall(
  url: string,
  token: unknown,
  fields: { readonly [name: string]: string | undefined } = {},
  headers: { readonly [name: string]: string } = {},
) {
  const all = {
    grant_type: "refresh_token",
    refresh_token: String(token),
    redirect_uri: "https://loket.nl",
    ...fields,
  };
  return tokenCall(url, all, headers);
}
