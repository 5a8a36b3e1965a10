export { MAX_TRACED_BODY, redactError, redactMessage, redactSnapshot } from "./redact.ts";
export { RunSecrets } from "./secrets.ts";
