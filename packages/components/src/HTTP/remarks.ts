/** What the reference says about HTTP beside its settings. */
export const remarks = `
**What is sent.** Body and headers of the message go out, as in Dovetail: remove what the other side must not see
(RemoveHeaders, \`excludeHeaders\`). Never sent are the headers of the connection (\`Host\`, \`Content-Length\`,
\`Connection\`, \`Transfer-Encoding\`, \`Date\`, \`Via\` and their kind) and everything that begins with \`Camel\` or
\`Dovetail\`. \`Content-Type\` describes the body and is sent only with one.

**Secrets stay home.** A header that holds a known secret, or whose name tells of one (\`*token*\`, \`*secret*\`,
\`password\`, \`Authorization\`, \`Cookie\`), is sent only when its author named it: in SetHeader(s), or here under
\`headers\`. One that came from GetTenantVariable, a script or an earlier answer is withheld, and the log names it.

**The answer.** Text, JSON, XML and forms become text, by the answer's charset; anything else becomes bytes. An empty
answer empties the body. The answer's headers join those of the message.

**With a grant.** \`grant\` names a grant: its access token is asked for at the moment of the call, refreshed where it has
to be, and sent as a bearer token. It stands in no message, journal or trace. An answer of 401 leads to one forced refresh
and one more try. Where the provider blocks a client after so many errors, the node fails with \`REMOTE_BUDGET\` *before*
the error that would do it.

**Mappings.** \`inputMapping\` fills the request field by field and \`onSuccessMapping\` takes fields out of an answer of
200 to 299, as in Kianda: left the field or text, right where it stands in the request or answer. A tenant variable is
stored together with the record of the answer, so a refresh token that came with it is not lost. What an answer lacks
leaves header, property and variable as they were, and the log names it.

**Failure.** A status of 400 or more fails with \`REMOTE_STATUS\`; the error route can read \`\${exception.statusCode}\`,
\`\${exception.statusText}\`, \`\${exception.responseBody}\` and \`\${exception.url}\`. No answer is \`REMOTE_UNREACHABLE\`
or \`REMOTE_TIMEOUT\`. Addresses inside the server's own network are refused unless the operator allowed them.

**Sent once.** In a durable run what was sent is recorded before the request leaves, its answer before the flow goes on.
A POST or PATCH whose answer is lost, by a broken connection or a crash, is not sent a second time by itself: the run is
parked in its flow's place until somebody sends it again, skips it or cancels the run (see \`whenInDoubt\`). With an
idempotency key it is sent again, with the same key also when its expression would give another one.

**Compared with Dovetail.** "Exclude Headers" is a list; "Retry failed requests?" works with dynamic addresses too;
\`CamelHttpUri\` counts only with \`uriFromHeader\`, and \`CamelHttpMethod\` never, so that nobody who can set a header
can redirect a call; no request goes out when the flow is installed; there is no cookie store. NTLM does not exist:
Microsoft has retired it, use \`basic\` or \`mtls\`, or a proxy that speaks it.
`;
