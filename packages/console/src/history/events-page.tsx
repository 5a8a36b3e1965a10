import type { Event } from "../api/schema.generated.ts";
import { Link } from "../app/link.tsx";
import { More, useList } from "../app/more.tsx";
import { addressOfPlace } from "../app/router.ts";
import { Empty, Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";

/** What people should know of: failed runs, dropped fires, calls in doubt, newest first. */
export function EventsPage() {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const events = useList<Event>("listEvents", { params: { tenant } }, 10_000);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("page.events")}</h1>
      </div>
      <Read of={events}>
        {(items) =>
          items.length === 0 ? (
            <Empty title={t("events.empty")}>
              <p>{t("events.emptyText")}</p>
            </Empty>
          ) : (
            <div className="card scroll-x">
              <table>
                <thead>
                  <tr>
                    <th>{t("events.when")}</th>
                    <th>{t("events.kind")}</th>
                    <th>{t("run.flow")}</th>
                    <th>{t("environment")}</th>
                    <th>{t("events.message")}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {items.map(({ id, at, kind, flow, environment, runId, message }) => (
                    <tr key={id}>
                      <td title={format.instant(at)}>{format.ago(at)}</td>
                      <td>
                        <span className={/fail|dead|reject|doubt/.test(kind) ? "badge bad" : "badge"}>{kind}</span>
                      </td>
                      <td>{flow && <Link href={addressOfPlace({ tenant, item: flow })}>{flow}</Link>}</td>
                      <td>
                        {environment && (
                          <span className={`badge ${environment}`}>{t(`environment.${environment}`)}</span>
                        )}
                      </td>
                      <td className="wrap">{message}</td>
                      <td>
                        {runId && (
                          <Link href={addressOfPlace({ tenant, page: "runs", item: runId })}>{t("events.run")}</Link>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              <More list={events} />
            </div>
          )
        }
      </Read>
    </div>
  );
}
