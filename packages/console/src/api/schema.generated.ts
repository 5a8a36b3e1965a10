// Generated from docs/reference/openapi.json by npm run docs. Do not edit.

export type Position = { readonly position: number; readonly line: number; readonly column: number };

export type Mistake = { readonly severity: "error" | "warning"; readonly code: string; readonly message: string; readonly help?: string; readonly expected?: string; readonly found?: string; readonly environment?: "test" | "production"; readonly nodeId?: string; readonly pointer?: string; readonly position?: Position; readonly source?: string };

export type Problem = { readonly type: string; readonly title: string; readonly status: number; readonly code: string; readonly detail: string; readonly help: string; readonly nodeId?: string; readonly pointer?: string; readonly position?: Position; readonly source?: string; readonly errors?: readonly (Mistake)[] };

export type Session = { readonly name: string; readonly role: "viewer" | "editor" | "operator" | "admin"; readonly scopes: readonly (string)[]; readonly allTenants: boolean; readonly tenants: readonly ({ readonly id: string; readonly name: string })[] };

export type Tenant = { readonly id: string; readonly name: string; readonly alarmAddress: string | null; readonly createdAt: string; readonly version: number };

export type VariableSlot = { readonly value: string | null; readonly hasValue: boolean; readonly encrypted: boolean; readonly updatedAt: string | null; readonly updatedBy: string | null };

export type Variable = { readonly name: string; readonly test: VariableSlot; readonly production: VariableSlot; readonly encrypted: boolean; readonly tags: readonly (string)[]; readonly createdAt: string; readonly createdBy: string; readonly updatedAt: string; readonly updatedBy: string; readonly version: number };

export type ExportedVariable = { readonly name: string; readonly test: { readonly value: string | null }; readonly production: { readonly value: string | null }; readonly encrypted: boolean; readonly tags?: readonly (string)[] };

export type InstalledVersion = { readonly version: number; readonly state: "started" | "suspended" | "stopped" };

export type Flow = { readonly name: string; readonly description?: string; readonly group?: string; readonly trace?: string; readonly version: number; readonly createdAt: string; readonly createdBy: string; readonly updatedAt: string; readonly updatedBy: string; readonly test: InstalledVersion | null; readonly production: InstalledVersion | null };

export type SavedFlow = { readonly name: string; readonly version: number; readonly createdAt: string; readonly createdBy: string; readonly updatedAt: string; readonly updatedBy: string; readonly mistakes: readonly (Mistake)[] };

export type FlowDocument = unknown;

export type Version = { readonly number: number; readonly remark: string; readonly author: string; readonly createdAt: string; readonly installed: readonly ("test" | "production")[] };

export type Installed = { readonly environment: "test" | "production"; readonly version: number; readonly state: "started" | "suspended" | "stopped"; readonly installedAt: string; readonly since: string; readonly warnings: readonly (Mistake)[] };

export type Installation = { readonly environment: "test" | "production"; readonly version: number; readonly state: "started" | "suspended" | "stopped"; readonly installedAt: string; readonly since: string };

export type RunError = { readonly code: string; readonly message: string; readonly help?: string; readonly nodeId?: string; readonly detail?: unknown };

export type FlowStatus = { readonly version: number; readonly state: "started" | "suspended" | "stopped"; readonly installedAt: string; readonly since: string; readonly uptime: number; readonly nextFire: string | null; readonly completed: number; readonly failed: number; readonly pending: number; readonly lastCompletedAt: string | null; readonly lastFailedAt: string | null; readonly lastError: RunError | null };

export type Clipboard = unknown;

export type Needs = { readonly properties: readonly (string)[]; readonly tenantVariables: readonly (string)[]; readonly grants: readonly (string)[]; readonly endpoints: readonly (string)[] };

export type Template = { readonly id: string; readonly name: string; readonly description?: string; readonly clipboard: Clipboard };

export type Message = { readonly headers: { readonly [name: string]: unknown }; readonly body: unknown };

export type StartedRun = { readonly id: string; readonly status: "queued" | "running" | "completed" | "failed" | "cancelled" | "parked"; readonly handled?: boolean; readonly message?: Message; readonly error?: RunError };

export type Run = { readonly id: string; readonly flow: string; readonly environment: "test" | "production"; readonly version: number; readonly trigger: "schedule" | "http" | "manual" | "link" | "replay"; readonly node: string; readonly status: "queued" | "running" | "completed" | "failed" | "cancelled" | "parked"; readonly handled: boolean; readonly breadcrumbId: string; readonly nominal: string | null; readonly createdAt: string; readonly startedAt: string | null; readonly finishedAt: string | null; readonly retryAt: string | null; readonly error: RunError | null };

export type CallInDoubt = { readonly path: string; readonly nodeId: string; readonly input: Message };

export type WholeRun = { readonly id: string; readonly flow: string; readonly environment: "test" | "production"; readonly version: number; readonly trigger: "schedule" | "http" | "manual" | "link" | "replay"; readonly node: string; readonly status: "queued" | "running" | "completed" | "failed" | "cancelled" | "parked"; readonly handled: boolean; readonly breadcrumbId: string; readonly nominal: string | null; readonly createdAt: string; readonly startedAt: string | null; readonly finishedAt: string | null; readonly retryAt: string | null; readonly error: RunError | null; readonly inDoubt: readonly (CallInDoubt)[]; readonly input: Message | null; readonly message: Message | null };

export type StepState = { readonly message: Message; readonly properties?: { readonly [name: string]: unknown } };

export type Step = { readonly seq: number; readonly path: string; readonly nodeId: string; readonly type: string; readonly output: string; readonly at: string; readonly ms: number; readonly before?: StepState; readonly after?: StepState; readonly error?: RunError; readonly log?: readonly (string)[] };

export type Component = { readonly type: string; readonly title: string; readonly summary: string; readonly remarks?: string; readonly group: string; readonly kind: "source" | "processor"; readonly trigger?: "schedule" | "http" | "failure" | "link"; readonly settings: unknown; readonly outputs?: unknown; readonly effect: "pure" | "read" | "store" | "external"; readonly reads?: { readonly [name: string]: string }; readonly writes?: { readonly [name: string]: string }; readonly actions?: readonly ({ readonly name: string; readonly title: string; readonly description: string })[] };

export type Evaluated = { readonly ok: true; readonly value: unknown; readonly result?: unknown; readonly type: string; readonly message: Message; readonly properties: { readonly [name: string]: unknown }; readonly variables: { readonly [name: string]: unknown }; readonly stdout?: string };

export type EvaluationFailed = { readonly ok: false; readonly phase: "compile" | "run"; readonly error: { readonly code: string; readonly message: string; readonly class?: string; readonly help?: string; readonly position?: number; readonly line?: number; readonly column?: number; readonly excerpt?: string; readonly frames?: readonly ({ readonly name: string; readonly line: number; readonly column: number })[] }; readonly stdout?: string };

export type Evaluation = Evaluated | EvaluationFailed;

export type PreviewedFire = { readonly instant: string; readonly local: string; readonly note?: string };

export type SchedulePreview = { readonly items: readonly (PreviewedFire)[]; readonly words?: string; readonly warnings?: readonly (string)[] };

export type Grant = { readonly id: string; readonly tenant: string; readonly environment: "test" | "production"; readonly profile: string; readonly overrides: { readonly [name: string]: unknown }; readonly grantType: "authorization_code" | "client_credentials" | "implicit"; readonly authorizationUrl: string | null; readonly tokenUrl: string | null; readonly issuer: string | null; readonly clientId: string; readonly scope: string | null; readonly redirectUri: string; readonly authorizationParams: { readonly [name: string]: string }; readonly owner: { readonly flow: string; readonly node: string } | null; readonly hasClientSecret: boolean; readonly hasRefreshToken: boolean; readonly state: "READY" | "SPENDING" | "NEEDS_CONSENT" | "IN_DOUBT"; readonly generation: number; readonly grantedScope: string | null; readonly consentedAt: string | null; readonly refreshedAt: string | null; readonly accessExpiresAt: string | null; readonly nextRefreshAt: string | null; readonly diesAt: string | null; readonly daysLeft: number | null; readonly inDoubtSince: string | null; readonly lastError: string | null; readonly obstacle: string | null; readonly createdAt: string; readonly createdBy: string; readonly updatedAt: string; readonly updatedBy: string; readonly version: number };

export type GrantLedgerEntry = { readonly number: number; readonly at: string; readonly kind: string; readonly generation: number; readonly intent: string | null; readonly spends: "refresh" | "resend" | "probe" | "exchange" | null; readonly fingerprint: string | null; readonly status: number | null; readonly detail: string | null; readonly by: string };

export type Key = { readonly id: string; readonly name: string; readonly role: "viewer" | "editor" | "operator" | "admin"; readonly scopes: readonly (string)[]; readonly createdAt: string; readonly lastUsedAt: string | null };

export type NewKey = { readonly id: string; readonly name: string; readonly role: "viewer" | "editor" | "operator" | "admin"; readonly scopes: readonly (string)[]; readonly createdAt: string; readonly lastUsedAt: string | null; readonly key: string };

export type AuditEntry = { readonly at: string; readonly who: string; readonly action: string; readonly target: string; readonly detail?: unknown };

export type Event = { readonly id: string; readonly at: string; readonly kind: string; readonly flow?: string; readonly environment?: "test" | "production"; readonly runId?: string; readonly nodeId?: string; readonly code?: string; readonly count?: number; readonly message: string };

export type Alarm = { readonly id: string; readonly tenant: string | null; readonly kind: string; readonly flow?: string; readonly environment?: "test" | "production"; readonly nodeId?: string; readonly code?: string; readonly runId?: string; readonly message: string; readonly count: number; readonly firstAt: string; readonly lastAt: string; readonly overAt: string | null; readonly acknowledgedAt: string | null; readonly acknowledgedBy: string | null };

/** What each operation takes and answers. */
export interface Operations {
  signIn: { request: { body: { readonly key: string } }; answer: Session };
  getSession: { request: {  }; answer: Session };
  signOut: { request: {  }; answer: undefined };
  listTenants: { request: { query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (Tenant)[]; readonly cursor?: string } };
  createTenant: { request: { body: { readonly id: string; readonly name?: string } }; answer: Tenant };
  getTenant: { request: { params: { tenant: string } }; answer: Tenant };
  changeTenant: { request: { params: { tenant: string }; body: { readonly name?: string; readonly alarmAddress?: string | null } }; answer: Tenant };
  removeTenant: { request: { params: { tenant: string } }; answer: undefined };
  listVariables: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (Variable)[]; readonly cursor?: string } };
  exportVariables: { request: { params: { tenant: string } }; answer: { readonly variables: readonly (ExportedVariable)[] } };
  importVariables: { request: { params: { tenant: string }; body: { readonly variables: readonly (ExportedVariable)[]; readonly existing?: "keep" | "replace"; readonly dryRun?: boolean } }; answer: { readonly created: readonly (string)[]; readonly replaced: readonly (string)[]; readonly kept: readonly (string)[]; readonly withoutValue: readonly (string)[] } };
  getVariable: { request: { params: { tenant: string; name: string } }; answer: Variable };
  putVariable: { request: { params: { tenant: string; name: string }; body: { readonly test?: { readonly value: string | null }; readonly production?: { readonly value: string | null }; readonly encrypted?: boolean; readonly tags?: readonly (string)[] } }; answer: Variable };
  removeVariable: { request: { params: { tenant: string; name: string } }; answer: undefined };
  listFlows: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (Flow)[]; readonly cursor?: string } };
  createFlow: { request: { params: { tenant: string }; body: FlowDocument }; answer: SavedFlow };
  getFlow: { request: { params: { tenant: string; flow: string } }; answer: FlowDocument };
  putFlow: { request: { params: { tenant: string; flow: string }; body: FlowDocument }; answer: SavedFlow };
  removeFlow: { request: { params: { tenant: string; flow: string } }; answer: undefined };
  validateFlow: { request: { params: { tenant: string; flow: string }; body?: { readonly document?: unknown } }; answer: { readonly test: readonly (Mistake)[]; readonly production: readonly (Mistake)[] } };
  listVersions: { request: { params: { tenant: string; flow: string }; query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (Version)[]; readonly cursor?: string } };
  getVersion: { request: { params: { tenant: string; flow: string; number: number } }; answer: FlowDocument };
  installFlow: { request: { params: { tenant: string; flow: string }; body: { readonly environment: "test" | "production"; readonly version?: number; readonly remark?: string; readonly secrets?: { readonly [name: string]: string } } }; answer: Installed };
  uninstallFlow: { request: { params: { tenant: string; flow: string }; body: { readonly environment: "test" | "production" } }; answer: undefined };
  startFlow: { request: { params: { tenant: string; flow: string }; body: { readonly environment: "test" | "production" } }; answer: Installation };
  stopFlow: { request: { params: { tenant: string; flow: string }; body: { readonly environment: "test" | "production" } }; answer: Installation };
  suspendFlow: { request: { params: { tenant: string; flow: string }; body: { readonly environment: "test" | "production" } }; answer: Installation };
  resumeFlow: { request: { params: { tenant: string; flow: string }; body: { readonly environment: "test" | "production" } }; answer: Installation };
  getFlowStatus: { request: { params: { tenant: string; flow: string } }; answer: { readonly test: FlowStatus | null; readonly production: FlowStatus | null } };
  listFlowStatus: { request: { params: { tenant: string } }; answer: { readonly items: readonly ({ readonly flow: string; readonly test: FlowStatus | null; readonly production: FlowStatus | null })[] } };
  copyNodes: { request: { params: { tenant: string; flow: string }; body?: { readonly nodes?: readonly (string)[]; readonly document?: FlowDocument; readonly withValues?: boolean } }; answer: Clipboard };
  pasteClipboard: { request: { params: { tenant: string; flow: string }; body: { readonly clipboard: Clipboard; readonly bindings?: { readonly [name: string]: string }; readonly dryRun?: boolean; readonly document?: FlowDocument } }; answer: { readonly renamed: { readonly [name: string]: string }; readonly addedProperties: readonly (string)[]; readonly unresolved: Needs; readonly flow: FlowDocument; readonly version?: number } };
  listTemplates: { request: {  }; answer: { readonly items: readonly (Template)[]; readonly cursor?: string } };
  startRun: { request: { params: { tenant: string; flow: string }; body: { readonly environment: "test" | "production"; readonly message?: { readonly headers?: { readonly [name: string]: unknown }; readonly body?: unknown }; readonly from?: string; readonly at?: number | string; readonly stubs?: readonly ({ readonly method?: string; readonly url: string; readonly body?: string; readonly headers?: { readonly [name: string]: string }; readonly answer?: { readonly status?: number; readonly headers?: { readonly [name: string]: string }; readonly body?: unknown; readonly fail?: "unreachable" | "timeout" }; readonly answers?: readonly ({ readonly status?: number; readonly headers?: { readonly [name: string]: string }; readonly body?: unknown; readonly fail?: "unreachable" | "timeout" })[] })[] | { readonly stubs?: readonly ({ readonly method?: string; readonly url: string; readonly body?: string; readonly headers?: { readonly [name: string]: string }; readonly answer?: { readonly status?: number; readonly headers?: { readonly [name: string]: string }; readonly body?: unknown; readonly fail?: "unreachable" | "timeout" }; readonly answers?: readonly ({ readonly status?: number; readonly headers?: { readonly [name: string]: string }; readonly body?: unknown; readonly fail?: "unreachable" | "timeout" })[] })[]; readonly variables?: { readonly [name: string]: string | { readonly value: string; readonly encrypted?: boolean } }; readonly links?: readonly ({ readonly flow: string; readonly reply?: { readonly headers?: { readonly [name: string]: unknown }; readonly body?: unknown }; readonly fail?: string })[] }; readonly live?: boolean; readonly wait?: boolean | number } }; answer: StartedRun };
  listRuns: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string; flow?: string; environment?: "test" | "production"; status?: "queued" | "running" | "completed" | "failed" | "cancelled" | "parked"; from?: string; to?: string; search?: string } }; answer: { readonly items: readonly (Run)[]; readonly cursor?: string } };
  getRun: { request: { params: { tenant: string; run: string } }; answer: WholeRun };
  getTrace: { request: { params: { tenant: string; run: string } }; answer: { readonly steps: readonly (Step)[] } };
  followRun: { request: { params: { tenant: string; run: string } }; answer: undefined };
  replayRun: { request: { params: { tenant: string; run: string }; body?: { readonly from?: string; readonly force?: boolean; readonly wait?: boolean | number } }; answer: StartedRun };
  resendRun: { request: { params: { tenant: string; run: string }; body?: { readonly path?: string; readonly force?: boolean; readonly wait?: boolean | number } }; answer: StartedRun };
  skipCall: { request: { params: { tenant: string; run: string }; body?: { readonly path?: string; readonly message?: { readonly headers?: { readonly [name: string]: unknown }; readonly body?: unknown }; readonly wait?: boolean | number } }; answer: StartedRun };
  cancelRun: { request: { params: { tenant: string; run: string }; body?: { readonly [name: string]: unknown } }; answer: { readonly id: string; readonly status: "queued" | "running" | "completed" | "failed" | "cancelled" | "parked" } };
  listComponents: { request: {  }; answer: { readonly items: readonly (Component)[]; readonly cursor?: string } };
  evaluate: { request: { body: { readonly language: string; readonly source: string; readonly mode?: "expression" | "predicate" | "script"; readonly message?: { readonly headers?: { readonly [name: string]: unknown }; readonly body?: unknown }; readonly properties?: { readonly [name: string]: unknown }; readonly variables?: { readonly [name: string]: unknown }; readonly exception?: { readonly [name: string]: unknown }; readonly placeholders?: { readonly [name: string]: string }; readonly now?: number | string; readonly timeZone?: string; readonly trim?: boolean; readonly trimResult?: boolean; readonly resultType?: string | null; readonly typed?: boolean } }; answer: Evaluation };
  previewSchedule: { request: { body: { readonly method?: "cron" | "repeat"; readonly cron?: string; readonly repeatInterval?: number | string; readonly repeatCount?: number; readonly startDelay?: number | string; readonly endDate?: string; readonly timeZone?: string; readonly from?: number | string; readonly count?: number; readonly gap?: "after" | "skip"; readonly fallBack?: "first" | "both"; readonly overlap?: "first" | "both"; readonly language?: "en" | "nl" } }; answer: SchedulePreview };
  listFleet: { request: { query?: { limit?: number; cursor?: string; sort?: "dies" } }; answer: { readonly items: readonly (Grant)[]; readonly cursor?: string } };
  listProfiles: { request: {  }; answer: { readonly items: readonly ({ readonly [name: string]: unknown })[] } };
  listGrants: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string; environment?: "test" | "production" } }; answer: { readonly items: readonly (Grant)[]; readonly cursor?: string } };
  createGrant: { request: { params: { tenant: string }; body: { readonly id: string; readonly environment: "test" | "production"; readonly profile?: string; readonly overrides?: { readonly scope?: string | null; readonly accessTokenTtlSec?: number | null; readonly refreshNotBeforeSec?: number; readonly refreshErrorBeforeSec?: number; readonly refreshBeforeExpirySec?: number; readonly idleTtlDays?: number | null; readonly absoluteTtlDays?: number | null; readonly rotation?: "none" | "rotating" | "unknown"; readonly leewayKind?: "time" | "untilSuccessorUsed" | "none"; readonly leewaySec?: number; readonly clientAuth?: "post" | "basic" | "basicRaw" | "none" | "privateKeyJwt"; readonly extraTokenParams?: { readonly [name: string]: string }; readonly authorizationParams?: { readonly [name: string]: string }; readonly scopeOnRefresh?: boolean; readonly tokenCallsPerDay?: number | null; readonly errorsPerHour?: number | null; readonly errorMap?: readonly ({ readonly status?: number; readonly error?: string; readonly contains?: string; readonly means: "alive" | "dead" | "unknown" })[]; readonly probeWhenInDoubt?: boolean; readonly tokenTimeoutSec?: number }; readonly grantType?: "authorization_code" | "client_credentials" | "implicit"; readonly authorizationUrl?: string | null; readonly tokenUrl?: string | null; readonly issuer?: string | null; readonly clientId: string; readonly clientSecret?: string | null; readonly scope?: string | null; readonly redirectUri?: string | null; readonly authorizationParams?: { readonly [name: string]: string }; readonly owner?: { readonly flow: string; readonly node: string } | null } }; answer: Grant };
  getGrant: { request: { params: { tenant: string; grant: string } }; answer: Grant };
  changeGrant: { request: { params: { tenant: string; grant: string }; body: { readonly profile?: string; readonly overrides?: { readonly scope?: string | null; readonly accessTokenTtlSec?: number | null; readonly refreshNotBeforeSec?: number; readonly refreshErrorBeforeSec?: number; readonly refreshBeforeExpirySec?: number; readonly idleTtlDays?: number | null; readonly absoluteTtlDays?: number | null; readonly rotation?: "none" | "rotating" | "unknown"; readonly leewayKind?: "time" | "untilSuccessorUsed" | "none"; readonly leewaySec?: number; readonly clientAuth?: "post" | "basic" | "basicRaw" | "none" | "privateKeyJwt"; readonly extraTokenParams?: { readonly [name: string]: string }; readonly authorizationParams?: { readonly [name: string]: string }; readonly scopeOnRefresh?: boolean; readonly tokenCallsPerDay?: number | null; readonly errorsPerHour?: number | null; readonly errorMap?: readonly ({ readonly status?: number; readonly error?: string; readonly contains?: string; readonly means: "alive" | "dead" | "unknown" })[]; readonly probeWhenInDoubt?: boolean; readonly tokenTimeoutSec?: number }; readonly grantType?: "authorization_code" | "client_credentials" | "implicit"; readonly authorizationUrl?: string | null; readonly tokenUrl?: string | null; readonly issuer?: string | null; readonly clientId?: string; readonly clientSecret?: string | null; readonly scope?: string | null; readonly redirectUri?: string | null; readonly authorizationParams?: { readonly [name: string]: string }; readonly owner?: { readonly flow: string; readonly node: string } | null } }; answer: Grant };
  removeGrant: { request: { params: { tenant: string; grant: string } }; answer: undefined };
  authorizeGrant: { request: { params: { tenant: string; grant: string }; body?: { readonly [name: string]: unknown } }; answer: { readonly url: string; readonly startUrl: string; readonly redirectUri: string; readonly expiresAt: string } };
  putTokens: { request: { params: { tenant: string; grant: string }; body: { readonly refreshToken?: string; readonly accessToken?: string; readonly expiresIn?: number } }; answer: Grant };
  refreshGrant: { request: { params: { tenant: string; grant: string }; body?: { readonly probe?: boolean } }; answer: Grant };
  listLedger: { request: { params: { tenant: string; grant: string }; query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (GrantLedgerEntry)[]; readonly cursor?: string } };
  showBudget: { request: { params: { tenant: string; grant: string } }; answer: { readonly errorsPerHour: number | null; readonly tokenCallsPerDay: number | null; readonly items: readonly ({ readonly company: string; readonly endpoint: string; readonly errors: number; readonly left: number; readonly until: string })[] } };
  listKeys: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (Key)[]; readonly cursor?: string } };
  createKey: { request: { params: { tenant: string }; body: { readonly name: string; readonly role: "viewer" | "editor" | "operator" | "admin"; readonly scopes?: readonly ("secrets")[] } }; answer: NewKey };
  removeKey: { request: { params: { tenant: string; key: string } }; answer: undefined };
  listAudit: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (AuditEntry)[]; readonly cursor?: string } };
  listEvents: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string } }; answer: { readonly items: readonly (Event)[]; readonly cursor?: string } };
  listAlarms: { request: { params: { tenant: string }; query?: { limit?: number; cursor?: string; state?: "open" | "over" } }; answer: { readonly items: readonly (Alarm)[]; readonly cursor?: string } };
  acknowledgeAlarm: { request: { params: { tenant: string; alarm: string } }; answer: Alarm };
  listAllAlarms: { request: { query?: { limit?: number; cursor?: string; state?: "open" | "over" } }; answer: { readonly items: readonly (Alarm)[]; readonly cursor?: string } };
  acknowledgeOwnAlarm: { request: { params: { alarm: string } }; answer: Alarm };
}

/** Where each operation is. */
export const OPERATIONS = {
  signIn: { method: "POST", path: "/api/v1/session" },
  getSession: { method: "GET", path: "/api/v1/session" },
  signOut: { method: "DELETE", path: "/api/v1/session" },
  listTenants: { method: "GET", path: "/api/v1/tenants" },
  createTenant: { method: "POST", path: "/api/v1/tenants" },
  getTenant: { method: "GET", path: "/api/v1/tenants/{tenant}" },
  changeTenant: { method: "PATCH", path: "/api/v1/tenants/{tenant}" },
  removeTenant: { method: "DELETE", path: "/api/v1/tenants/{tenant}" },
  listVariables: { method: "GET", path: "/api/v1/tenants/{tenant}/variables" },
  exportVariables: { method: "GET", path: "/api/v1/tenants/{tenant}/variables/export" },
  importVariables: { method: "POST", path: "/api/v1/tenants/{tenant}/variables/import" },
  getVariable: { method: "GET", path: "/api/v1/tenants/{tenant}/variables/{name}" },
  putVariable: { method: "PUT", path: "/api/v1/tenants/{tenant}/variables/{name}" },
  removeVariable: { method: "DELETE", path: "/api/v1/tenants/{tenant}/variables/{name}" },
  listFlows: { method: "GET", path: "/api/v1/tenants/{tenant}/flows" },
  createFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows" },
  getFlow: { method: "GET", path: "/api/v1/tenants/{tenant}/flows/{flow}" },
  putFlow: { method: "PUT", path: "/api/v1/tenants/{tenant}/flows/{flow}" },
  removeFlow: { method: "DELETE", path: "/api/v1/tenants/{tenant}/flows/{flow}" },
  validateFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/validate" },
  listVersions: { method: "GET", path: "/api/v1/tenants/{tenant}/flows/{flow}/versions" },
  getVersion: { method: "GET", path: "/api/v1/tenants/{tenant}/flows/{flow}/versions/{number}" },
  installFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/install" },
  uninstallFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/uninstall" },
  startFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/start" },
  stopFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/stop" },
  suspendFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/suspend" },
  resumeFlow: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/resume" },
  getFlowStatus: { method: "GET", path: "/api/v1/tenants/{tenant}/flows/{flow}/status" },
  listFlowStatus: { method: "GET", path: "/api/v1/tenants/{tenant}/status" },
  copyNodes: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/copy" },
  pasteClipboard: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/paste" },
  listTemplates: { method: "GET", path: "/api/v1/templates" },
  startRun: { method: "POST", path: "/api/v1/tenants/{tenant}/flows/{flow}/runs" },
  listRuns: { method: "GET", path: "/api/v1/tenants/{tenant}/runs" },
  getRun: { method: "GET", path: "/api/v1/tenants/{tenant}/runs/{run}" },
  getTrace: { method: "GET", path: "/api/v1/tenants/{tenant}/runs/{run}/trace" },
  followRun: { method: "GET", path: "/api/v1/tenants/{tenant}/runs/{run}/events" },
  replayRun: { method: "POST", path: "/api/v1/tenants/{tenant}/runs/{run}/replay" },
  resendRun: { method: "POST", path: "/api/v1/tenants/{tenant}/runs/{run}/resend" },
  skipCall: { method: "POST", path: "/api/v1/tenants/{tenant}/runs/{run}/skip" },
  cancelRun: { method: "POST", path: "/api/v1/tenants/{tenant}/runs/{run}/cancel" },
  listComponents: { method: "GET", path: "/api/v1/components" },
  evaluate: { method: "POST", path: "/api/v1/evaluate" },
  previewSchedule: { method: "POST", path: "/api/v1/schedules/preview" },
  listFleet: { method: "GET", path: "/api/v1/grants" },
  listProfiles: { method: "GET", path: "/api/v1/grants/profiles" },
  listGrants: { method: "GET", path: "/api/v1/tenants/{tenant}/grants" },
  createGrant: { method: "POST", path: "/api/v1/tenants/{tenant}/grants" },
  getGrant: { method: "GET", path: "/api/v1/tenants/{tenant}/grants/{grant}" },
  changeGrant: { method: "PATCH", path: "/api/v1/tenants/{tenant}/grants/{grant}" },
  removeGrant: { method: "DELETE", path: "/api/v1/tenants/{tenant}/grants/{grant}" },
  authorizeGrant: { method: "POST", path: "/api/v1/tenants/{tenant}/grants/{grant}/authorize" },
  putTokens: { method: "POST", path: "/api/v1/tenants/{tenant}/grants/{grant}/put" },
  refreshGrant: { method: "POST", path: "/api/v1/tenants/{tenant}/grants/{grant}/refresh" },
  listLedger: { method: "GET", path: "/api/v1/tenants/{tenant}/grants/{grant}/ledger" },
  showBudget: { method: "GET", path: "/api/v1/tenants/{tenant}/grants/{grant}/budget" },
  listKeys: { method: "GET", path: "/api/v1/tenants/{tenant}/keys" },
  createKey: { method: "POST", path: "/api/v1/tenants/{tenant}/keys" },
  removeKey: { method: "DELETE", path: "/api/v1/tenants/{tenant}/keys/{key}" },
  listAudit: { method: "GET", path: "/api/v1/tenants/{tenant}/audit" },
  listEvents: { method: "GET", path: "/api/v1/tenants/{tenant}/events" },
  listAlarms: { method: "GET", path: "/api/v1/tenants/{tenant}/alarms" },
  acknowledgeAlarm: { method: "POST", path: "/api/v1/tenants/{tenant}/alarms/{alarm}/acknowledge" },
  listAllAlarms: { method: "GET", path: "/api/v1/alarms" },
  acknowledgeOwnAlarm: { method: "POST", path: "/api/v1/alarms/{alarm}/acknowledge" },
} as const satisfies Record<keyof Operations, { method: string; path: string }>;
