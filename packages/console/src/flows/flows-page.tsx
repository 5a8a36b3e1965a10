import { useMemo, useState } from "react";
import { useRead } from "../api/queries.ts";
import type { Flow, FlowStatus } from "../api/schema.generated.ts";
import { Icon } from "../app/icon.tsx";
import { useMay } from "../app/session.ts";
import { useEnvironment } from "../app/settings.ts";
import { Empty, Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { useText } from "../i18n/text.ts";
import { FlowRow } from "./flow-row.tsx";
import { NewFlow } from "./new-flow.tsx";
import { PasteFlow } from "./paste-flow.tsx";
import { TemplateGallery } from "./template-gallery.tsx";

/** How often the figures are looked at again, in milliseconds. */
const EVERY = 5_000;

/** All flows of a tenant: what runs where, how it does, and what can be done about it. */
export function FlowsPage() {
  const t = useText();
  const tenant = useTenant();
  const mayEdit = useMay("editor");
  const flows = useRead("listFlows", { params: { tenant }, query: { limit: 500 } }, { every: EVERY });
  const status = useRead("listFlowStatus", { params: { tenant } }, { every: EVERY });
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<"new" | "template" | "paste">();
  const close = () => setOpen(undefined);
  const buttons = mayEdit && (
    <>
      <button type="button" onClick={() => setOpen("paste")}>
        <Icon name="paste" />
        {t("flow.import")}
      </button>
      <button type="button" onClick={() => setOpen("template")}>
        <Icon name="template" />
        {t("flow.fromTemplate")}
      </button>
      <button type="button" className="primary" onClick={() => setOpen("new")}>
        <Icon name="plus" />
        {t("flow.new")}
      </button>
    </>
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("page.flows")}</h1>
        <input
          type="search"
          className="search"
          placeholder={t("flow.filter")}
          aria-label={t("flow.filter")}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {buttons}
      </div>
      <Read of={flows}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("flow.emptyTitle")}>
              <p>{t("flow.emptyText")}</p>
              <div className="row">{buttons}</div>
            </Empty>
          ) : (
            <FlowTable
              flows={items}
              status={new Map(status.data?.items.map((item) => [item.flow, item]))}
              search={search}
            />
          )
        }
      </Read>
      {open === "new" && <NewFlow close={close} />}
      {open === "template" && <TemplateGallery close={close} />}
      {open === "paste" && <PasteFlow close={close} />}
    </div>
  );
}

type StatusOf = ReadonlyMap<string, { readonly test: FlowStatus | null; readonly production: FlowStatus | null }>;

interface TableProps {
  readonly flows: readonly Flow[];
  readonly status: StatusOf;
  readonly search: string;
}

function FlowTable({ flows, status, search }: TableProps) {
  const t = useText();
  const environment = useEnvironment();
  const groups = useMemo(() => grouped(flows, search), [flows, search]);
  if (groups.length === 0) return <p className="soft">{t("flow.noneFound")}</p>;
  return (
    <div className="card scroll-x">
      <table className="flows">
        <thead>
          <tr>
            <th>{t("flow.state")}</th>
            <th>{t("flow.name")}</th>
            <th>{t("flow.versionTest")}</th>
            <th>{t("flow.versionProduction")}</th>
            <th>{t("flow.tracing")}</th>
            <th>{t("flow.uptime")}</th>
            <th>{t("flow.nextFire")}</th>
            <th className="number">{t("flow.completed")}</th>
            <th className="number">{t("flow.failed")}</th>
            <th className="number">{t("flow.pending")}</th>
            <th>{t("flow.lastError")}</th>
            <th>
              <span className="sr-only">{t("more")}</span>
            </th>
          </tr>
        </thead>
        {groups.map(([group, members]) => (
          <tbody key={group}>
            {(groups.length > 1 || group !== "") && (
              <tr className="group">
                <th colSpan={12} scope="rowgroup">
                  {group === "" ? t("flow.noGroup") : group}
                </th>
              </tr>
            )}
            {members.map((flow) => (
              <FlowRow key={flow.name} flow={flow} status={status.get(flow.name)?.[environment] ?? null} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function grouped(flows: readonly Flow[], search: string): (readonly [string, readonly Flow[]])[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = flows.filter(({ name, group = "", description = "" }) => {
    const text = `${name} ${group} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const groups = new Map<string, Flow[]>();
  for (const flow of found) groups.set(flow.group ?? "", [...(groups.get(flow.group ?? "") ?? []), flow]);
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}
