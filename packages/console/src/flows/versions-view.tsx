import { useState } from "react";
import { useAct, useRead } from "../api/queries.ts";
import { useMay } from "../app/session.ts";
import { useEnvironment } from "../app/settings.ts";
import { Empty, Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";
import { DiffView } from "./diff-view.tsx";
import { InstallDialog } from "./install-dialog.tsx";

/** The versions of a flow: who made them and why, where they run, how they differ, and the way back to one. */
export function VersionsView({ flow }: { readonly flow: string }) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const environment = useEnvironment();
  const operator = useMay("operator");
  const editor = useMay("editor");
  const versions = useRead("listVersions", { params: { tenant, flow }, query: { limit: 200 } });
  const [shown, setShown] = useState<number>();
  const [rollBack, setRollBack] = useState<number>();
  const where = t(`environment.${environment}`);
  return (
    <div className="page">
      <Read of={versions}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("versions.empty")}>
              <p>{t("versions.emptyText")}</p>
            </Empty>
          ) : (
            <div className="split">
              <div className="card scroll-x">
                <table>
                  <thead>
                    <tr>
                      <th>{t("versions.number")}</th>
                      <th>{t("versions.where")}</th>
                      <th>{t("versions.remark")}</th>
                      <th>{t("versions.by")}</th>
                      <th>{t("versions.when")}</th>
                      <th />
                    </tr>
                  </thead>
                  <tbody>
                    {items.map(({ number, installed, remark, author, createdAt }) => (
                      <tr key={number} className={shown === number ? "chosen" : undefined}>
                        <td>
                          <button
                            type="button"
                            className={shown === number ? "small chosen" : "small"}
                            aria-pressed={shown === number}
                            onClick={() => setShown(number)}
                          >
                            {number}
                          </button>
                        </td>
                        <td>
                          {installed.map((name) => (
                            <span key={name} className={`badge ${name}`}>
                              {t(`environment.${name}`)}
                            </span>
                          ))}
                        </td>
                        <td>{remark || <span className="soft">–</span>}</td>
                        <td>{author}</td>
                        <td title={format.instant(createdAt)}>{format.ago(createdAt)}</td>
                        <td>
                          {operator && !installed.includes(environment) && (
                            <button type="button" className="small" onClick={() => setRollBack(number)}>
                              {t("versions.rollBack", { environment: where })}
                            </button>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              {shown !== undefined && (
                <Compare flow={flow} number={shown} others={items.map(({ number }) => number)} mayEdit={editor} />
              )}
            </div>
          )
        }
      </Read>
      {rollBack !== undefined && (
        <InstallDialog flow={flow} environment={environment} version={rollBack} close={() => setRollBack(undefined)} />
      )}
    </div>
  );
}

interface CompareProps {
  readonly flow: string;
  readonly number: number;
  readonly others: readonly number[];
  readonly mayEdit: boolean;
}

function Compare({ flow, number, others, mayEdit }: CompareProps) {
  const t = useText();
  const tenant = useTenant();
  const params = { tenant, flow };
  const [other, setOther] = useState("draft");
  const left = useRead("getVersion", { params: { ...params, number } });
  const version = useRead("getVersion", { params: { ...params, number: Number(other) } }, { when: other !== "draft" });
  const draft = useRead("getFlow", { params });
  const right = other === "draft" ? draft : version;
  const put = useAct("putFlow", {
    touches: ["getFlow", "listFlows"],
    done: () => t("versions.toDraftDone", { number }),
  });
  return (
    <section className="card pad">
      <div className="row">
        <h2>
          {t("install.version", { number })} · {t("versions.compare")}
        </h2>
        <select aria-label={t("versions.compare")} value={other} onChange={(event) => setOther(event.target.value)}>
          <option value="draft">{t("versions.draft")}</option>
          {others
            .filter((candidate) => candidate !== number)
            .map((candidate) => (
              <option key={candidate} value={candidate}>
                {t("install.version", { number: candidate })}
              </option>
            ))}
        </select>
        {mayEdit && left.data !== undefined && (
          <button type="button" className="small" onClick={() => put.mutate({ params, body: left.data })}>
            {t("versions.toDraft")}
          </button>
        )}
      </div>
      {left.data && right.data ? (
        <DiffView before={left.data as FlowDocument} after={right.data as FlowDocument} same={t("versions.same")} />
      ) : (
        <p className="soft">{t("loading")}</p>
      )}
    </section>
  );
}
