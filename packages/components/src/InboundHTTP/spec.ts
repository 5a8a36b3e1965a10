import { component, Defaulted, Secret, Type } from "@mortise/contract";

export const spec = component({
  type: "InboundHTTP",
  title: "Inbound HTTP",
  summary: "Starts the flow when a request comes in at its endpoint, and answers with the message at the flow's end.",
  remarks: `
The address is \`/in/{environment}/{tenant}/{endpoint}\` on this server, so Test and Production each have their own.
Query parameters and the request's headers become headers of the message; headers that begin with \`Camel\` or
\`Dovetail\` and those that belong to the connection do not come in.

**Request reply.** The answer is body and headers of the last message of the flow, or of the place where it was
filtered; \`CamelHttpResponseCode\` sets the status. A failure answers with the error route's message, or with status
500 and \`{ "code", "info", "error" }\` (as XML where \`Accept\` asks for it). While the flow is suspended the answer is
503; when the flow takes too long it is 504.

**One way.** The answer comes at once: status 200 with the body that was sent, after the run was recorded.

**Compared with Dovetail.** The tenant part is always the tenant's id, and the protocol is that of the server. A key is
asked for unless \`auth\` says otherwise; in Dovetail an endpoint is open.
`,
  group: "source",
  kind: "source",
  trigger: "http",
  settings: Type.Object(
    {
      endpoint: Type.String({
        title: "Endpoint",
        description: "The name in the address; unique within the tenant. 3 to 50 letters, digits and `@ . _ + ~ ?`.",
        examples: ["new_employees"],
        pattern: "^[A-Za-z0-9@._+~?]{3,50}$",
        form: "3 to 50 letters, digits and @ . _ + ~ ?",
        names: "endpoint",
      }),
      methods: Type.Optional(
        Type.Array(Type.Enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]), {
          title: "Methods",
          description: "The methods that are accepted. Defaults to all.",
          examples: [["GET", "POST"]],
          minItems: 1,
          uniqueItems: true,
        }),
      ),
      matchPrefix: Defaulted(
        Type.Boolean({
          title: "Match prefix?",
          description: "Accepts addresses that go on below the endpoint, such as `/orders/17`.",
          default: false,
        }),
      ),
      preserveHeaders: Defaulted(
        Type.Boolean({
          title: "Preserve HTTP headers",
          description: "Keeps the `CamelHttp…` headers that describe the request: method, path, query.",
          default: false,
        }),
      ),
      pattern: Defaulted(
        Type.Enum(["request reply", "one way"], {
          title: "Exchange pattern",
          description: "Whether the caller gets the flow's result, or an answer at once.",
          default: "request reply",
        }),
      ),
      auth: Defaulted(
        Type.Enum(["key", "basic", "none"], {
          title: "Authentication",
          description:
            "Who may call: a key of this tenant with the role operator or above, the user and password below, or anybody.",
          default: "key",
        }),
      ),
      user: Type.Optional(
        Type.String({ title: "User", description: "The user name, for `basic`.", examples: ["#{inbound_user}"] }),
      ),
      password: Type.Optional(
        Secret({
          title: "Password",
          description: "The password, for `basic`: a flow property that is declared secret.",
          examples: ["#{inbound_password}"],
        }),
      ),
      maxBytes: Defaulted(
        Type.Integer({
          title: "Largest body",
          description: "Bytes that a request's body may have; more is answered with 413.",
          default: 10_485_760,
          minimum: 1,
          maximum: 1_073_741_824,
        }),
      ),
    },
    {
      if: { properties: { auth: { const: "basic" } }, required: ["auth"] },
      // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
      then: { required: ["user", "password"] },
    },
  ),
  effect: "pure",
  writes: {
    "(query parameters)": "Each parameter of the address, under its own name.",
    "(request headers)": "The headers of the request, but for those of the connection.",
    CamelHttpMethod: "The method of the request, with `preserveHeaders`.",
    CamelHttpPath: "What follows the endpoint in the address, with `preserveHeaders`.",
    CamelHttpQuery: "The query string as it came, with `preserveHeaders`.",
    CamelHttpUri: "The path of the request, with `preserveHeaders`.",
  },
  reads: {
    CamelHttpResponseCode: "The status of the answer, when the last message of the flow carries it.",
    "Content-Type": "The type of the answer's body.",
  },
});
