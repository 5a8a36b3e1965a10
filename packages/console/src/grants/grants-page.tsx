import { useState } from "react";
import { useRead } from "../api/queries.ts";
import type { Grant, GrantLedgerEntry } from "../api/schema.generated.ts";
import { Link } from "../app/link.tsx";
import { More, useList } from "../app/more.tsx";
import { addressOfPlace } from "../app/router.ts";
import { useEnvironment } from "../app/settings.ts";
import { Empty, Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";
import { GrantState, STATE_COLOURS } from "./grant-box.tsx";
import "../styles/canvas.css";

/** A tenant's grants in the environment that is looked at, what dies first on top; each with its ledger. */
export function GrantsPage() {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const environment = useEnvironment();
  const grants = useRead("listGrants", { params: { tenant }, query: { environment, limit: 500 } }, { every: 10_000 });
  const [chosen, setChosen] = useState<string>();
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {t("page.grants")} <span className={`badge ${environment}`}>{t(`environment.${environment}`)}</span>
        </h1>
      </div>
      <Read of={grants}>
        {({ items }) => {
          const shown = items.find(({ id }) => id === chosen);
          return items.length === 0 ? (
            <Empty title={t("grant.empty")}>
              <p>{t("grant.emptyText")}</p>
            </Empty>
          ) : (
            <div className="split">
              <div className="card scroll-x">
                <table>
                  <thead>
                    <tr>
                      <th>{t("grant.title")}</th>
                      <th>{t("flow.state")}</th>
                      <th>{t("run.flow")}</th>
                      <th>{t("grant.refreshedAt")}</th>
                      <th>{t("grant.diesAt")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {[...items].sort(byDeath).map((grant) => (
                      <tr key={grant.id} className={grant.id === chosen ? "chosen" : undefined}>
                        <td>
                          <button
                            type="button"
                            className="small"
                            aria-pressed={grant.id === chosen}
                            onClick={() => setChosen(grant.id)}
                          >
                            {grant.id}
                          </button>
                        </td>
                        <td>
                          <span className={`badge ${STATE_COLOURS[grant.state]}`}>{t(`grant.${grant.state}`)}</span>
                        </td>
                        <td>
                          {grant.owner && (
                            <Link href={addressOfPlace({ tenant, item: grant.owner.flow })}>{grant.owner.flow}</Link>
                          )}
                        </td>
                        <td title={format.instant(grant.refreshedAt)}>{format.ago(grant.refreshedAt)}</td>
                        <td title={format.instant(grant.diesAt)}>{format.ago(grant.diesAt)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {shown && (
                <section className="card pad stack" aria-label={shown.id}>
                  <h2>{shown.id}</h2>
                  <GrantState grant={shown} />
                  <Ledger grant={shown.id} />
                </section>
              )}
            </div>
          );
        }}
      </Read>
    </div>
  );
}

/** What happened to a grant, newest first: each spending, each answer, each consent; tokens as fingerprints. */
function Ledger({ grant }: { readonly grant: string }) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const entries = useList<GrantLedgerEntry>("listLedger", { params: { tenant, grant } }, 10_000);
  return (
    <>
      <h3>{t("grant.ledger")}</h3>
      <Read of={entries}>
        {(items) => (
          <ol className="timeline">
            {items.map(({ number, at, kind, generation, fingerprint, status, detail, by }) => (
              <li key={number}>
                <span className="soft">{format.instant(at)}</span>{" "}
                <span className={/reject|doubt|dead/i.test(kind) ? "badge bad" : "badge"}>{kind}</span>{" "}
                {t("grant.generation", { number: generation })}
                {status !== null && ` · ${status}`} · {by}
                {fingerprint && <code> {fingerprint}</code>}
                {detail && <p className="hint">{detail}</p>}
              </li>
            ))}
          </ol>
        )}
      </Read>
      <More list={entries} />
    </>
  );
}

function byDeath(a: Grant, b: Grant): number {
  return (a.diesAt ?? "9").localeCompare(b.diesAt ?? "9") || a.id.localeCompare(b.id);
}
