export { MAX_TRACED_BODY, redactError, redactMessage, redactSnapshot } from "./redact.ts";
export { REDACTED, RunSecrets } from "./secrets.ts";
