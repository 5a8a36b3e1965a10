import type { AuditEntry } from "../api/schema.generated.ts";
import { More, useList } from "../app/more.tsx";
import { Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";

/** Who did what, newest first. Nothing in it can be changed. */
export function AuditPage() {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const entries = useList<AuditEntry>("listAudit", { params: { tenant } });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("page.audit")}</h1>
      </div>
      <Read of={entries}>
        {(items) => (
          <div className="card scroll-x">
            <table>
              <thead>
                <tr>
                  <th>{t("events.when")}</th>
                  <th>{t("audit.who")}</th>
                  <th>{t("audit.action")}</th>
                  <th>{t("audit.target")}</th>
                  <th>{t("audit.detail")}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ at, who, action, target, detail }, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added before these
                  <tr key={items.length - index}>
                    <td title={format.instant(at)}>{format.ago(at)}</td>
                    <td>{who}</td>
                    <td>
                      <code>{action}</code>
                    </td>
                    <td>{target}</td>
                    <td className="wrap">{detail === undefined ? "" : <code>{JSON.stringify(detail)}</code>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <More list={entries} />
          </div>
        )}
      </Read>
    </div>
  );
}
