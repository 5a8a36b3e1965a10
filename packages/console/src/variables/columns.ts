import type { Variable } from "../api/schema.generated.ts";

/** The columns of the variables' page, in the environment that is looked at. */
export const COLUMNS = ["name", "value", "tags", "created", "createdBy", "updated", "updatedBy"] as const;
export type Column = (typeof COLUMNS)[number];

export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

/** What a column shows of a variable, as text: for filters and for sorting. An encrypted value has none. */
export function cellOf(variable: Variable, column: Column, environment: "test" | "production"): string {
  const slot = variable[environment];
  switch (column) {
    case "name":
      return variable.name;
    case "value":
      return slot.value ?? "";
    case "tags":
      return variable.tags.join(" ");
    case "created":
      return variable.createdAt;
    case "createdBy":
      return variable.createdBy;
    case "updated":
      return slot.updatedAt ?? "";
    case "updatedBy":
      return slot.updatedBy ?? "";
  }
}

/** The variables that pass every filter, sorted; those that were changed last come first unless asked otherwise. */
export function arranged(
  variables: readonly Variable[],
  environment: "test" | "production",
  filters: { readonly [column in Column]?: string },
  { column, descending }: Sorting,
): readonly Variable[] {
  const wanted = Object.entries(filters).filter(([, text]) => text !== "") as [Column, string][];
  const passes = (variable: Variable) =>
    wanted.every(([name, text]) => cellOf(variable, name, environment).toLowerCase().includes(text.toLowerCase()));
  const order = (a: Variable, b: Variable) =>
    cellOf(a, column, environment).localeCompare(cellOf(b, column, environment), "en", { numeric: true }) ||
    a.name.localeCompare(b.name);
  return variables.filter(passes).sort((a, b) => (descending ? order(b, a) : order(a, b)));
}
