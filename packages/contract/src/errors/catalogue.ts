/** Who must act on an error decides its family; `retry` says whether the same call may succeed later. */
export interface ErrorEntry {
  readonly status: number;
  readonly retry: boolean;
  /** One sentence; `{name}` is filled from the error's detail. Never holds a secret. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
}

const entry = (status: number, message: string, help: string, retry = false): ErrorEntry => ({
  status,
  retry,
  message,
  help,
});

/** Every code of Mortise. `docs/reference/errors.md` is made from it, and a test keeps each one in use. */
export const catalogue = Object.freeze({
  FLOW_INVALID: entry(
    422,
    "The flow document is not valid: {what}.",
    "Correct the document at the pointer given; the JSON Schema of the format is docs/reference/flow.schema.json.",
  ),
  FLOW_UNKNOWN_COMPONENT: entry(
    422,
    'There is no component "{type}".',
    "Correct the type's spelling; `mortise components` lists them, and --components loads a folder of your own.",
  ),
  FLOW_DUPLICATE_ID: entry(422, 'The node id "{id}" is used twice.', "Give each node an id of its own."),
  FLOW_DANGLING_LINK: entry(
    422,
    'A link goes {direction} "{id}", which does not exist.',
    "Correct the link or remove it.",
  ),
  FLOW_UNKNOWN_PROPERTY: entry(
    422,
    'The flow has no property "{name}".',
    "Add the property at the top of the flow, or correct the name between #{ and }.",
  ),
  FLOW_NO_VALUE: entry(
    422,
    'The property "{name}" has no value for {environment}.',
    "Give it a value for that environment before installing there.",
  ),
  FLOW_SETTINGS_INVALID: entry(
    422,
    "The setting {setting} is not valid: expected {expected}, found {found}.",
    "Correct the setting; the component's page lists what it accepts.",
  ),
  FLOW_CYCLE: entry(
    422,
    "The links go round in a circle: {path}.",
    "Remove one of these links; a flow runs from its source to its ends.",
  ),
  FLOW_TOO_LARGE: entry(
    413,
    "The flow document is too large: {what}.",
    "Split the flow; a document holds at most 5 MB, 2,000 nodes and 200 levels.",
  ),
  COMPONENT_INVALID: entry(
    422,
    "The component {folder} cannot be used: {what}.",
    "Correct the folder; CONTRIBUTING.md shows what a component is made of.",
  ),
  EXPRESSION_SYNTAX: entry(422, "{what}", "Correct the expression where the caret points."),
  EXPRESSION_FAILED: entry(
    422,
    "The expression could not be evaluated: {what}",
    "Look at the message the expression saw; `mortise eval` tries it out.",
  ),
  EXPRESSION_THREW: entry(422, "{what}", "The flow itself asked for this error; its text says why."),
  EXPRESSION_LIMIT: entry(422, "The expression went over its limit of {limit}.", "Make it smaller, or use a Script."),
  SCRIPT_SYNTAX: entry(422, "{what}", "Correct the script where the caret points."),
  SCRIPT_THREW: entry(422, "The script threw {class}: {what}", "Correct the script at the line named."),
  SCRIPT_LIMIT: entry(
    422,
    "The script went over its limit of {limit}.",
    "Make it do less, or ask the operator for a higher limit.",
  ),
  SCRIPT_FORBIDDEN: entry(422, "A script may not use {what}.", "Use what docs/reference lists for scripts."),
  SCRIPT_BUSY: entry(
    503,
    "Too many scripts are waiting to be run: {waiting}.",
    "Wait a moment; if it lasts, look for a flow whose scripts take long.",
    true,
  ),
  VARIABLE_NOT_FOUND: entry(
    404,
    'There is no tenant variable "{name}" in {environment}.',
    "Create it, or correct its name.",
  ),
  VARIABLE_NO_VALUE: entry(
    409,
    'The tenant variable "{name}" has no value for {environment}.',
    "Set its value for that environment.",
  ),
  VARIABLE_UNREADABLE: entry(
    409,
    'The tenant variable "{name}" cannot be decrypted.',
    "Start the server with the key-encryption key it was written under.",
  ),
  VARIABLE_CONFLICT: entry(
    409,
    'The tenant variable "{name}" was changed by another since it was read.',
    "Read it again and decide anew.",
  ),
  REMOTE_UNREACHABLE: entry(
    502,
    "{url} cannot be reached: {what}.",
    "Check the address and whether the other side is up.",
    true,
  ),
  REMOTE_TIMEOUT: entry(
    504,
    "{url} did not answer within {ms} ms.",
    "Raise the node's timeout, or ask the other side.",
    true,
  ),
  REMOTE_STATUS: entry(
    502,
    "{url} answered {statusCode}.",
    "Read the answer in the trace; `useErrorRoute: false` lets the flow go on.",
    true,
  ),
  REMOTE_INVALID: entry(502, "{url} gave an answer that cannot be used: {what}.", "Read the answer in the trace."),
  REMOTE_FORBIDDEN_ADDRESS: entry(
    502,
    "{host} is an address that flows may not call.",
    "If it is yours, the operator can name it in MORTISE_ALLOW_PRIVATE.",
  ),
  REMOTE_IN_DOUBT: entry(
    502,
    "{url} was sent a {method} and no answer was recorded.",
    "Find out at the other side whether it arrived; then `mortise runs resend` or `skip`. It is not sent again by itself.",
  ),
  REMOTE_REFUSED_TOKEN: entry(
    502,
    "{url} refused to give a token: {what}.",
    "Correct the grant's client id, secret or scope if they are named; the refresh token was not spent, and it is tried again by itself.",
  ),
  REMOTE_BUDGET: entry(
    502,
    "{url} is not called: {what}.",
    "Wait until the instant named, and look in the traces for what made the calls fail: more errors would block the client at the provider.",
  ),
  GRANT_NEEDS_CONSENT: entry(
    409,
    'The grant "{grant}" needs a new consent: {what}.',
    "Authorize it in a browser (`mortise grants authorize`), or put a refresh token into it (`mortise grants put`).",
  ),
  GRANT_IN_DOUBT: entry(
    409,
    'Whether the grant "{grant}" of tenant "{tenant}" still lives is not known: its refresh token was sent at {sentAt}, and the answer never came.',
    "Try the old token once with `mortise grants refresh --probe`, which some providers punish; or authorize the grant anew.",
  ),
  GRANT_GUARDED: entry(
    409,
    "{what}.",
    "Use the grant of the environment that the flow runs in; its own tools change what a grant holds.",
  ),
  GRANT_BUSY: entry(
    409,
    'A refresh of the grant "{grant}" is under way.',
    "Wait until it has ended, at most two minutes.",
    true,
  ),
  GRANT_INCOMPLETE: entry(
    409,
    'The grant "{grant}" cannot be authorized yet: {what}.',
    "Complete its settings with `mortise grants`, the console or PATCH.",
  ),
  STORE_UNAVAILABLE: entry(
    503,
    "The database cannot be reached: {what}.",
    "Check that Postgres is up and DATABASE_URL is right.",
    true,
  ),
  STORE_KEY_WRONG: entry(
    503,
    "The key-encryption key is not the one this database was written under.",
    "Point MORTISE_KEY_FILE at the right key; nothing was changed.",
  ),
  STORE_SETUP: entry(
    503,
    "The database cannot be set up: {what}.",
    "Follow the remedy named, or set DATABASE_URL to a Postgres of your own.",
  ),
  STORE_NOT_EMPTY: entry(
    409,
    "The database is not empty: {what}.",
    "Restore into an empty one: another database in DATABASE_URL, or another folder in MORTISE_DATA.",
  ),
  BACKUP_INVALID: entry(422, "The backup {file} cannot be used: {what}.", "Nothing was changed; take another backup."),
  BACKUP_KEY: entry(
    409,
    "The backup {file} is sealed under the key-encryption key {keys}; {found}.",
    "Put the key that was in use then where MORTISE_KEY_FILE says, or in the data folder as `key`; nothing was changed.",
  ),
  API_UNAUTHORIZED: entry(401, "No valid key came with the request.", "Send `Authorization: Bearer <key>`."),
  API_FORBIDDEN: entry(
    403,
    "This key may not do that: {what}.",
    "Ask an admin of the tenant for a key with that role.",
  ),
  API_NOT_FOUND: entry(404, "There is no {what}.", "Check the name and the tenant."),
  API_CONFLICT: entry(409, "{what}.", "Read the thing again and repeat the change on what it is now."),
  API_INVALID: entry(400, "The request is not valid: {what}.", "Correct the request; /docs shows its shape."),
  API_TOO_LARGE: entry(413, "The body is larger than {limit}.", "Send less at once."),
  API_MEDIA_TYPE: entry(415, 'The content type "{found}" is not accepted here.', "Send application/json."),
  API_RATE: entry(429, "Too many requests.", "Wait a moment.", true),
  API_UNAVAILABLE: entry(503, "{what}.", "Try again later, or start the flow.", true),
  VALUE_INVALID: entry(400, "A value cannot be used: {what}.", "Send plain JSON, at most 200 levels deep."),
  HEADER_INVALID: entry(
    422,
    'The header "{name}" cannot be sent: {what}.',
    "A header has a plain name and no line breaks.",
  ),
  BODY_TOO_LARGE: entry(
    413,
    "The body of {bytes} bytes is over the limit of {limit}.",
    'Raise maxBytes, or set `delivery: "direct"` for large bodies.',
  ),
  API_METHOD: entry(405, "{method} is not accepted here, only {allowed}.", "Use a method that the endpoint accepts."),
  CONFIG_INVALID: entry(400, "{name}: {what}.", "`mortise doctor` lists every variable with its meaning and default."),
  CLI_USAGE: entry(400, "{what}", "`mortise --help` shows how."),
  RUN_NOT_PARKED: entry(
    409,
    "The run is {status}, and only a parked one can be sent again or skipped.",
    "Replay it, from its start or from a node, if it is to run again.",
  ),
  RUN_NOT_RECORDED: entry(
    409,
    "What the node {node} began with in this run is not known: {what}.",
    "Replay from the start, or from a node whose input was recorded; the flow's option trace: all keeps more.",
  ),
  RUN_STALE_SECRET: entry(
    409,
    "The recorded message holds an older value of {variables}.",
    "Replay from the start, which reads variables afresh; or say `force` to send the older value all the same.",
  ),
  LINK_UNAVAILABLE: entry(
    503,
    'The flow "{flow}" cannot be called: {what}.',
    "Install and start it in the same environment; it must begin with an InboundFlowLink.",
    true,
  ),
  LINK_ENDLESS: entry(
    422,
    "Flows call each other without end: {path}.",
    "End the circle with a Filter or a ContentRouter, or call one way where nobody waits for the answer.",
  ),
  ENGINE_CANCELLED: entry(409, "The run was cancelled.", "Replay it if that was a mistake."),
  ENGINE_TIMEOUT: entry(504, "The component took longer than {ms} ms.", "Raise options.timeout of the flow.", true),
  ENGINE_JOURNAL_CONFLICT: entry(
    409,
    "Another process continues this run.",
    "Nothing: the other one finishes it.",
    true,
  ),
  ENGINE_NO_STUB: entry(
    422,
    "The test has no stub for {method} {url}.",
    "Add it under stubs in the flow's .test.json.",
  ),
  ENGINE_BUG: entry(500, "Something went wrong inside Mortise: {what}.", "Report it with the run's trace."),
} as const satisfies Record<string, ErrorEntry>);

export type ErrorCode = keyof typeof catalogue;
