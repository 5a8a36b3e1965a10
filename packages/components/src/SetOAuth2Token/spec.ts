import { component, Defaulted, Duration, Secret, Type } from "@mortise/contract";
import { remarks } from "./remarks.ts";

/** Names with commas between them, each good for a header and for a tenant variable. */
const NAMES = "^\\s*[A-Za-z0-9_.-]{1,200}(?:\\s*,\\s*[A-Za-z0-9_.-]{1,200})*\\s*$";

export const spec = component({
  type: "SetOAuth2Token",
  title: "Set OAuth2 Token",
  summary: "Puts an access token that works on a header and into a tenant variable, and refreshes it before its end.",
  remarks,
  group: "endpoint",
  kind: "processor",
  settings: Type.Object({
    authorizationUrl: Type.Optional(
      Type.String({
        title: "Authorization URL",
        description: "Where a person gives consent. Defaults to the profile's.",
        examples: ["https://login.example.com/oauth/authorize"],
      }),
    ),
    tokenUrl: Type.Optional(
      Type.String({
        title: "Token URL",
        description: "Where tokens are given out and refreshed. Defaults to the profile's.",
        examples: ["https://login.example.com/oauth/token"],
      }),
    ),
    clientId: Type.String({
      title: "Client Id",
      description: "Public key by which the provider knows your application.",
      examples: ["#{client_id}"],
      minLength: 1,
    }),
    clientSecret: Type.Optional(
      Secret({
        title: "Client Secret",
        description: "Secret key of your application. Keep it in a secret property.",
        examples: ["#{client_secret}"],
      }),
    ),
    scope: Type.Optional(
      Type.String({
        title: "Scope",
        description: "The permissions to ask for. Defaults to the profile's.",
        examples: ["invoices offline_access"],
      }),
    ),
    refreshTokenDelay: Type.Optional(
      Duration({
        title: "Refresh Token Delay",
        description:
          "How long before its end an access token is refreshed: 5 to 3600 seconds. Defaults to the profile's, 25 seconds for most.",
        examples: ["25s", "1m"],
      }),
    ),
    name: Type.String({
      title: "Header name - tenant variable",
      description: "Header and tenant variable for the access token; several names with commas.",
      examples: ["access_token", "Exact_Token_KLANT"],
      pattern: NAMES,
      form: "names of letters, digits, _ . and -, with commas between them",
    }),
    profile: Defaulted(
      Type.String({
        title: "Profile",
        description: "Whose rules the tokens follow: the name of a provider profile.",
        default: "strict",
        examples: ["exact-online", "loket", "strict"],
        minLength: 1,
      }),
    ),
    grantType: Defaulted(
      Type.Enum(["authorization code", "client credentials"], {
        title: "Grant type",
        description: "`authorization code`: a person consents once. `client credentials`: the application itself.",
        default: "authorization code",
      }),
    ),
    refresh: Defaulted(
      Type.Enum(["eager", "lazy"], {
        title: "Refresh",
        description: "`eager`: before the access token ends, by the delay. `lazy`: not before its end.",
        default: "eager",
      }),
    ),
  }),
  effect: "external",
  repeatable: { setting: "refresh", values: ["eager", "lazy"] },
  grant: true,
  writes: { "(name)": "The access token, without `Bearer`." },
  actions: [
    {
      name: "authorize",
      title: "Authorize",
      description: "Opens the provider's page, where a person consents. Do it once per environment.",
    },
    {
      name: "redirect-url",
      title: "Copy redirect URL",
      description: "The redirect URL to enter at the provider, for Test or Production.",
    },
  ],
});
