import { type RotateOptions, rotateKeys } from "../crypto/rotate.ts";

// A process that rotates keys until it is killed at the point that MORTISE_FAIL_POINT names.
await rotateKeys(JSON.parse(process.argv[2] ?? "") as RotateOptions);
