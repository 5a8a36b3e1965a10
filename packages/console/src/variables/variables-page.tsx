import { useState } from "react";
import { useAct, useRead } from "../api/queries.ts";
import type { Variable } from "../api/schema.generated.ts";
import { Confirm } from "../app/dialog.tsx";
import { Icon } from "../app/icon.tsx";
import { useMay } from "../app/session.ts";
import { useEnvironment } from "../app/settings.ts";
import { Empty, Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import { type MessageName, useText } from "../i18n/text.ts";
import { arranged, COLUMNS, type Column, type Sorting } from "./columns.ts";
import { ExportButton } from "./export-button.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { NewVariable } from "./new-variable.tsx";
import { useUsers } from "./use-users.ts";
import { VariableRow } from "./variable-row.tsx";
import "../styles/variables.css";

const TITLES: { readonly [column in Column]: MessageName } = {
  name: "var.name",
  value: "var.value",
  tags: "var.tags",
  created: "var.created",
  createdBy: "var.createdBy",
  updated: "var.updated",
  updatedBy: "var.updatedBy",
};

/** A tenant's variables in the environment that is looked at, what was changed last on top. */
export function VariablesPage() {
  const t = useText();
  const tenant = useTenant();
  const environment = useEnvironment();
  const mayEdit = useMay("editor");
  const variables = useRead("listVariables", { params: { tenant }, query: { limit: 500 } }, { every: 10_000 });
  const users = useUsers();
  const [filters, setFilters] = useState<{ readonly [column in Column]?: string }>({});
  const [sorting, setSorting] = useState<Sorting>({ column: "updated", descending: true });
  const [open, setOpen] = useState<"new" | "import">();
  const [going, setGoing] = useState<Variable>();
  const remove = useAct("removeVariable", { touches: ["listVariables"] });
  const sort = (column: Column) =>
    setSorting((now) => ({ column, descending: now.column === column ? !now.descending : false }));
  const add = mayEdit && (
    <button type="button" className="primary" onClick={() => setOpen("new")}>
      <Icon name="plus" />
      {t("var.new")}
    </button>
  );
  return (
    <div className="page">
      <div className="page-head">
        <h1>
          {t("page.variables")} <span className={`badge ${environment}`}>{t(`environment.${environment}`)}</span>
        </h1>
        <ExportButton />
        {mayEdit && (
          <button type="button" onClick={() => setOpen("import")}>
            <Icon name="upload" />
            {t("var.import")}
          </button>
        )}
        {add}
      </div>
      <Read of={variables}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t("var.empty")}>
              <p>{t("var.emptyText", { name: "name" })}</p>
              {add}
            </Empty>
          ) : (
            <div className="card scroll-x">
              <table className="variables">
                <thead>
                  <tr>
                    {COLUMNS.map((column) => (
                      <th
                        key={column}
                        aria-sort={
                          sorting.column === column ? (sorting.descending ? "descending" : "ascending") : undefined
                        }
                      >
                        <button type="button" className="quiet small" onClick={() => sort(column)}>
                          {t(TITLES[column])}
                          {sorting.column === column && (
                            <span aria-hidden="true">{sorting.descending ? "↓" : "↑"}</span>
                          )}
                        </button>
                        <input
                          type="search"
                          aria-label={t("var.filter", { column: t(TITLES[column]) })}
                          value={filters[column] ?? ""}
                          onChange={({ target }) => setFilters({ ...filters, [column]: target.value })}
                        />
                      </th>
                    ))}
                    <th>{t("var.usedBy")}</th>
                    <th />
                  </tr>
                </thead>
                <tbody>
                  {arranged(items, environment, filters, sorting).map((variable) => (
                    <VariableRow
                      key={variable.name}
                      variable={variable}
                      environment={environment}
                      users={users.get(variable.name) ?? []}
                      mayEdit={mayEdit}
                      remove={() => setGoing(variable)}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Read>
      {open === "new" && <NewVariable close={() => setOpen(undefined)} />}
      {open === "import" && <ImportDialog close={() => setOpen(undefined)} />}
      {going && (
        <Confirm
          title={t("remove")}
          text={t("var.removeText", { name: going.name })}
          action={t("remove")}
          close={() => setGoing(undefined)}
          confirm={() => remove.mutate({ params: { tenant, name: going.name }, etag: `"${going.version}"` })}
        />
      )}
    </div>
  );
}
