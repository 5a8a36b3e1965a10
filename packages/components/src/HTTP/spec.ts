import { component, Defaulted, Duration, Simple, Type } from "@mortise/contract";
import { HEADER_NAME } from "../header-name.ts";
import { mappingSettings } from "./mapping-settings.ts";
import { remarks } from "./remarks.ts";

const byHeaderName = { propertyNames: { pattern: HEADER_NAME } };

export const spec = component({
  type: "HTTP",
  title: "HTTP",
  summary: "Calls an address over HTTP or HTTPS and goes on with the answer.",
  remarks,
  group: "endpoint",
  kind: "processor",
  settings: Type.Object({
    method: Defaulted(
      Type.Enum(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "DELETE with body", "OPTIONS", "TRACE"], {
        title: "HTTP method",
        description: "The method of the request. GET, HEAD, DELETE, OPTIONS and TRACE send no body.",
        default: "GET",
      }),
    ),
    url: Simple({
      title: "URL",
      description: "The address to call.",
      examples: ["#{loket_api_url}/v2/providers/employers", "@{api_url}/orders/${header.order}"],
    }),
    body: Type.Optional(
      Simple({
        title: "Body",
        description: "The body to send. Defaults to the message's.",
        examples: ["${header.order}"],
      }),
    ),
    form: Type.Optional(
      Type.Record(Type.String(), Simple({ description: "The value of the field, as text." }), {
        title: "Form",
        description: "Fields to send as a url-encoded form, instead of a body. Each value is encoded for you.",
        examples: [{ grant_type: "refresh_token", refresh_token: "${header.loket_refresh_token}" }],
      }),
    ),
    query: Type.Optional(
      Type.Record(Type.String(), Simple({ description: "The value of the parameter, as text." }), {
        title: "Query",
        description: "Parameters to add to the address. Each value is encoded for you.",
        examples: [{ pageSize: "100", employer: "${header.employer}" }],
      }),
    ),
    headers: Type.Optional(
      Type.Record(Type.String(), Simple({ description: "The value of the header, as text." }), {
        title: "Headers",
        description:
          "Headers of this call only. They go before the message's headers of the same name and may hold a secret.",
        examples: [{ Authorization: "Bearer @{access_token}", Accept: "application/json" }],
        ...byHeaderName,
      }),
    ),
    excludeHeaders: Defaulted(
      Type.Array(Type.String({ minLength: 1 }), {
        title: "Exclude headers",
        description: "Names of message headers that this call does not send; case does not matter.",
        default: [],
        examples: [["X-Internal", "loket_refresh_token"]],
      }),
    ),
    auth: Type.Optional(
      Type.Object(
        {
          type: Type.Enum(["none", "basic", "mtls"], {
            title: "Authentication method",
            description:
              "`basic`: user and password, sent with the first request. `mtls`: a client certificate (Mutual SSL).",
          }),
          user: Type.Optional(
            Simple({ title: "Auth username", description: "The user name, for `basic`.", examples: ["#{api_user}"] }),
          ),
          password: Type.Optional(
            Simple({
              title: "Auth password",
              description: "The password: of the user for `basic`, of the certificate's key for `mtls`.",
              examples: ["@{Api_Password_KLANT}"],
            }),
          ),
          certificate: Type.Optional(
            Simple({
              title: "Auth certificate",
              description: "The client certificate with its key as base64 of a PKCS#12 file, for `mtls`.",
              examples: ["@{Client_Certificate_KLANT}"],
            }),
          ),
        },
        {
          title: "Authentication",
          description: "How this call proves who it is.",
          additionalProperties: false,
          allOf: [
            {
              if: { properties: { type: { const: "basic" } } },
              // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
              then: { required: ["user", "password"] },
            },
            {
              if: { properties: { type: { const: "mtls" } } },
              // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
              then: { required: ["certificate"] },
            },
          ],
        },
      ),
    ),
    grant: Type.Optional(
      Type.String({
        title: "Grant",
        description:
          "The id of a grant whose access token is sent as `Authorization: Bearer …`, fresh at that moment. It replaces any other Authorization.",
        examples: ["exact-online"],
        minLength: 1,
        names: "grant",
      }),
    ),
    ...mappingSettings,
    useErrorRoute: Defaulted(
      Type.Boolean({
        title: "Use error route",
        description: "An answer of 400 or more fails the node. Without it, the flow goes on with that answer.",
        default: true,
      }),
    ),
    retry: Type.Optional(
      Type.Object(
        {
          on: Defaulted(
            Type.String({
              title: "Retry on",
              description:
                "The statuses after which it is sent again: `>= 500`, `429`, `500-599`, or several with commas.",
              default: ">= 500",
              examples: ["429, >= 500"],
              form: "statuses with commas between them",
              pattern:
                "^\\s*(?:(?:[<>]=?\\s*)?\\d{3}|\\d{3}\\s*-\\s*\\d{3})(?:\\s*,\\s*(?:(?:[<>]=?\\s*)?\\d{3}|\\d{3}\\s*-\\s*\\d{3}))*\\s*$",
            }),
          ),
          times: Type.Integer({
            title: "Times",
            description: "How often it is sent again at most.",
            examples: [3],
            minimum: 1,
            maximum: 100,
          }),
          interval: Defaulted(
            Duration({
              title: "Retry requests interval",
              description:
                "The wait before each. A durable run does not hold its place in a process for more than 10 seconds.",
              default: "3s",
            }),
          ),
        },
        {
          title: "Retry failed requests?",
          description: "Sends the request again after an answer of these statuses, or when it could not leave at all.",
          additionalProperties: false,
        },
      ),
    ),
    timeout: Defaulted(
      Duration({
        title: "Timeout",
        description:
          "How long one request may take, redirects and answer included. The flow's own timeout does not cut it.",
        default: "60s",
        examples: ["20s"],
      }),
    ),
    redirects: Defaulted(
      Type.Integer({
        title: "Redirects",
        description: "How many redirects are followed; 0 follows none, and the answer is the redirect itself.",
        default: 5,
        minimum: 0,
        maximum: 20,
      }),
    ),
    maxBytes: Defaulted(
      Type.Integer({
        title: "Largest answer",
        description: "Bytes that the answer's body may have, unpacked; more is an error.",
        default: 10_485_760,
        minimum: 1,
        maximum: 1_073_741_824,
      }),
    ),
    idempotencyKey: Type.Optional(
      Simple({
        title: "Idempotency key",
        description:
          "Sent as `Idempotency-Key`, by which the other side recognises a repeated request. Make it from the message, so that it is the same the second time.",
        examples: ["${header.orderId}"],
      }),
    ),
    whenInDoubt: Type.Optional(
      Type.Enum(["retry", "park", "fail"], {
        title: "When in doubt",
        description:
          "What happens in a durable run when the request left and no answer came back or was recorded: it is sent again, the run waits for a person, or it fails. Defaults to `retry` for GET, HEAD, OPTIONS, TRACE, PUT and DELETE or with an idempotency key, else to `park`.",
      }),
    ),
    uriFromHeader: Defaulted(
      Type.Boolean({
        title: "URL from header",
        description: "The header `CamelHttpUri`, where the message has it, replaces the URL.",
        default: false,
      }),
    ),
    proxy: Type.Optional(
      Type.String({
        title: "Proxy",
        description: "The HTTP proxy to go through, as `http://host:port`.",
        examples: ["http://proxy.example.com:3128"],
      }),
    ),
  }),
  effect: "external",
  repeatable: { setting: "method", values: ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "DELETE with body"] },
  reads: {
    "Content-Type": "The type of the body that is sent.",
    CamelHttpUri: "The address to call instead of `url`, with `uriFromHeader`.",
    "(all headers)": "Sent along, but for those that the remarks name.",
  },
  writes: {
    CamelHttpResponseCode: "The status of the answer, a number.",
    CamelHttpResponseText: "The text of that status, such as `Not Found`.",
    "(answer's headers)": "The headers of the answer, beside those that the message had.",
  },
});
