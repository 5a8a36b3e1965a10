/** What the reference says about SetOAuth2Token beside its settings. */
export const remarks = `
The node has a **grant** of its own, made when a version is installed: one per environment. Give consent once, with
**Authorize**, and the grant keeps itself alive from then on: a refresh is written down before it is sent, sent once, and
its answer is stored before anything else happens, so that a refresh token is neither lost nor spent twice, on any number
of servers.

**When it refreshes.** Each time a message passes, if the access token ends within *Refresh Token Delay*; after its end
too. Combine it with a Scheduler whose repeat interval is shorter than the delay and whose repeat count is −1, as in
Dovetail: the refresh window is the time between (end − delay) and the end. Without one the tenant variable holds an old
token while no message passes; a node HTTP with \`grant\` needs no Scheduler, since it asks at the moment of use.

**Where the token goes.** On the header, and encrypted into the tenant variable, of the name given; several names with
commas. Nothing else of the answer leaves the grant.

**Ten tenant variables** show the grant, as in Dovetail: \`oauth2_<guid>_access_token\`, \`client_id\`,
\`client_secret\`, \`expire_date\` (unix seconds), \`redirect_uri\`, \`refresh_flag\` (\`1\` exactly while a refresh is
under way, else \`0\`), \`refresh_token\`, \`scope\`, \`uri_authorize\` and \`uri_token\`. They are views: none can be
written or removed, and the two secrets read as \`•••\`. The guid belongs to tenant, flow and node, and does not travel
with a copy.

**Compared with Dovetail.** A refresh that fails fails the node, with what the provider said; Dovetail prints it and
goes on without a token. Client credentials exist. The rules of a provider are a *profile*.
`;
