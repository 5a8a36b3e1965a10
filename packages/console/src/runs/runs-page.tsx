import { useRead } from "../api/queries.ts";
import type { Run } from "../api/schema.generated.ts";
import { Link } from "../app/link.tsx";
import { More, useList } from "../app/more.tsx";
import { addressOfPlace, go, usePlace } from "../app/router.ts";
import { Empty, Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";

const STATUSES = ["queued", "running", "completed", "failed", "cancelled", "parked"] as const;
const FILTERS = ["flow", "environment", "status", "from", "to", "search"] as const;
type FilterName = (typeof FILTERS)[number];

/** All runs of a tenant, newest first; what is asked for stands in the address, so that it can be sent to somebody. */
export function RunsPage() {
  const t = useText();
  const tenant = useTenant();
  const { query } = usePlace();
  const asked = Object.fromEntries(
    FILTERS.flatMap((name) => (query.get(name) ? [[name, query.get(name) as string]] : [])),
  );
  const flows = useRead("listFlows", { params: { tenant }, query: { limit: 500 } }, { fresh: 60_000 });
  const sent = { ...asked, ...instants(asked) };
  const runs = useList<Run>("listRuns", { params: { tenant }, query: sent }, 5_000);
  const ask = (name: FilterName, value: string) => {
    const { [name]: _, ...rest } = asked;
    const next = value === "" ? rest : { ...rest, [name]: value };
    go(addressOfPlace({ tenant, page: "runs", query: next }), { replace: true });
  };
  const value = (name: FilterName) => asked[name] ?? "";
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("page.runs")}</h1>
        <input
          type="search"
          className="search"
          aria-label={t("run.search")}
          placeholder={t("run.search")}
          defaultValue={value("search")}
          onChange={({ target }) => ask("search", target.value.trim())}
        />
        <select aria-label={t("run.flow")} value={value("flow")} onChange={({ target }) => ask("flow", target.value)}>
          <option value="">
            {t("page.flows")}: {t("run.any")}
          </option>
          {flows.data?.items.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <select
          aria-label={t("run.status")}
          value={value("status")}
          onChange={({ target }) => ask("status", target.value)}
        >
          <option value="">
            {t("run.status")}: {t("run.any")}
          </option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`status.${status}`)}
            </option>
          ))}
        </select>
        <select
          aria-label={t("environment")}
          value={value("environment")}
          onChange={({ target }) => ask("environment", target.value)}
        >
          <option value="">{t("run.everywhere")}</option>
          <option value="test">{t("environment.test")}</option>
          <option value="production">{t("environment.production")}</option>
        </select>
        {(["from", "to"] as const).map((name) => (
          <label key={name} className="row tight">
            <span className="soft">{t(`run.${name}`)}&nbsp;</span>
            <input type="datetime-local" value={value(name)} onChange={({ target }) => ask(name, target.value)} />
          </label>
        ))}
      </div>
      <Read of={runs}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={t("run.empty")}>
              <p>{t("run.emptyText")}</p>
            </Empty>
          ) : (
            <div className="card scroll-x">
              <RunTable runs={items} />
              <More list={runs} />
            </div>
          )
        }
      </Read>
    </div>
  );
}

function RunTable({ runs }: { readonly runs: readonly Run[] }) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  return (
    <table className="runs">
      <thead>
        <tr>
          <th>{t("run.status")}</th>
          <th>{t("run.flow")}</th>
          <th>{t("environment")}</th>
          <th>{t("run.began")}</th>
          <th className="number">{t("run.took")}</th>
          <th>{t("run.trigger")}</th>
          <th className="number">{t("run.version")}</th>
          <th>{t("run.error")}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td>
              <span className={`badge ${run.status}`}>{t(`status.${run.status}`)}</span>
            </td>
            <td>
              <Link href={addressOfPlace({ tenant, page: "runs", item: run.id })}>{run.flow}</Link>
            </td>
            <td>
              <span className={`badge ${run.environment}`}>{t(`environment.${run.environment}`)}</span>
            </td>
            <td title={format.ago(run.createdAt)}>{format.instant(run.createdAt)}</td>
            <td className="number">{tookText(run, format.duration)}</td>
            <td>{t(`trigger.${run.trigger}`)}</td>
            <td className="number">{run.version}</td>
            <td className="wrap">
              {run.error && (
                <span className="clamp" title={run.error.message}>
                  {run.error.nodeId && <strong>{run.error.nodeId}: </strong>}
                  {run.error.message}
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How long a run took, or has been going for. */
export function tookText(
  { startedAt, finishedAt }: Pick<Run, "startedAt" | "finishedAt">,
  duration: (ms: number) => string,
): string {
  if (!startedAt) return "–";
  return duration(Math.max(0, (finishedAt ? Date.parse(finishedAt) : Date.now()) - Date.parse(startedAt)));
}

/** Local times of the form as instants of the API. */
function instants(asked: { readonly [name: string]: string }): { readonly [name: string]: string } {
  return Object.fromEntries(
    (["from", "to"] as const).flatMap((name) => {
      const at = Date.parse(asked[name] ?? "");
      return Number.isNaN(at) ? [] : [[name, new Date(at).toISOString()]];
    }),
  );
}
