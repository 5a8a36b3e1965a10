import type { Route } from "../api/route.ts";
import { alarmRoutes } from "./alarms.ts";
import { clipboardRoutes } from "./clipboard.ts";
import { componentRoutes } from "./components.ts";
import { consentRoutes } from "./consent.ts";
import { evaluateRoutes } from "./evaluate.ts";
import { flowRoutes } from "./flows.ts";
import { grantRoutes } from "./grants.ts";
import { healthRoutes } from "./health.ts";
import { historyRoutes } from "./history.ts";
import { installationRoutes } from "./installations.ts";
import { keyRoutes } from "./keys.ts";
import { runRoutes } from "./runs.ts";
import { scheduleRoutes } from "./schedules.ts";
import { sessionRoutes } from "./session.ts";
import { templateRoutes } from "./templates.ts";
import { tenantRoutes } from "./tenants.ts";
import { variableRoutes } from "./variables.ts";

/** The routes under the API's prefix. */
export const apiRoutes: readonly Route[] = [
  ...sessionRoutes,
  ...tenantRoutes,
  ...variableRoutes,
  ...flowRoutes,
  ...installationRoutes,
  ...clipboardRoutes,
  ...templateRoutes,
  ...runRoutes,
  ...componentRoutes,
  ...evaluateRoutes,
  ...scheduleRoutes,
  ...grantRoutes,
  ...keyRoutes,
  ...historyRoutes,
  ...alarmRoutes,
];

/** The routes beside the API. */
export const outsideRoutes: readonly Route[] = [...healthRoutes, ...consentRoutes];
