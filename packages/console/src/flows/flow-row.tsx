import type { Flow, FlowStatus } from "../api/schema.generated.ts";
import { Link } from "../app/link.tsx";
import { addressOfPlace } from "../app/router.ts";
import { useEnvironment } from "../app/settings.ts";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { type MessageName, useText } from "../i18n/text.ts";
import { FlowActions } from "./flow-actions.tsx";

/** One flow of the list, in the environment that is looked at. */
export function FlowRow({ flow, status }: { readonly flow: Flow; readonly status: FlowStatus | null }) {
  const t = useText();
  const tenant = useTenant();
  const environment = useEnvironment();
  const format = useFormats();
  const state = flow[environment]?.state ?? "none";
  const runs = (query: Record<string, string>) =>
    addressOfPlace({ tenant, page: "runs", query: { flow: flow.name, environment, ...query } });
  const failed = status?.failed ?? 0;
  return (
    <tr>
      <td>
        <span className={`badge ${state}`}>{t(`state.${state}`)}</span>
      </td>
      <td className="name">
        <Link href={addressOfPlace({ tenant, item: flow.name })}>{flow.name}</Link>
        {flow.description && <p className="hint clamp">{flow.description}</p>}
      </td>
      <td>
        <VersionIn where={flow.test} environment="test" />
      </td>
      <td>
        <VersionIn where={flow.production} environment="production" />
      </td>
      <td>{traceText(flow.trace, t)}</td>
      <td>{status && status.uptime > 0 ? format.duration(status.uptime) : "–"}</td>
      <td title={status?.nextFire ? format.instant(status.nextFire) : undefined}>{format.ago(status?.nextFire)}</td>
      <td className="number">
        {status ? <Link href={runs({ status: "completed" })}>{format.number(status.completed)}</Link> : "–"}
      </td>
      <td className={failed > 0 ? "number bad" : "number"}>
        {status ? <Link href={runs({ status: "failed" })}>{format.number(failed)}</Link> : "–"}
      </td>
      <td className="number">{status ? format.number(status.pending) : "–"}</td>
      <td className="last-error">
        {status?.lastError ? (
          <p className="clamp" title={status.lastError.message}>
            <span className="soft">{format.ago(status.lastFailedAt)}: </span>
            {status.lastError.message}
          </p>
        ) : (
          "–"
        )}
      </td>
      <td className="actions">
        <FlowActions flow={flow} />
      </td>
    </tr>
  );
}

function VersionIn({
  where,
  environment,
}: {
  readonly where: Flow["test"];
  readonly environment: "test" | "production";
}) {
  return where ? <span className={`badge ${environment}`}>{where.version}</span> : <span className="soft">–</span>;
}

/** What a flow's tracing is, in words: `1 week` stays as it is written. */
export function traceText(trace: string | undefined, t: (name: MessageName) => string): string {
  if (trace === undefined || trace === "errors") return t("trace.errors");
  if (trace === "off" || trace === "all") return t(`trace.${trace}`);
  return trace;
}
