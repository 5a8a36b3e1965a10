import type { Rule } from "../rule.ts";
import { callBeforeSave } from "./call-before-save.ts";
import { cron } from "./cron.ts";
import { duplicateLink } from "./duplicate-link.ts";
import { filterBeforeSave } from "./filter-before-save.ts";
import { genericTokenVariable } from "./generic-token-variable.ts";
import { oauth2Scheduler } from "./oauth2-scheduler.ts";
import { overlapOneAtATime } from "./overlap-one-at-a-time.ts";
import { plainSecret } from "./plain-secret.ts";
import { secretView } from "./secret-view.ts";
import { sharedTokenVariable } from "./shared-token-variable.ts";
import { tokenIdle } from "./token-idle.ts";
import { tokenLeaves } from "./token-leaves.ts";
import { tokenNotMapped } from "./token-not-mapped.ts";
import { tokenNotSaved } from "./token-not-saved.ts";
import { unusedProperty } from "./unused-property.ts";

/** Every warning that `check` knows. The engine reads no folders, so a new rule is named here too. */
export const rules: readonly Rule[] = [
  unusedProperty,
  plainSecret,
  genericTokenVariable,
  cron,
  overlapOneAtATime,
  duplicateLink,
  filterBeforeSave,
  callBeforeSave,
  tokenNotSaved,
  tokenNotMapped,
  tokenLeaves,
  tokenIdle,
  sharedTokenVariable,
  oauth2Scheduler,
  secretView,
];
