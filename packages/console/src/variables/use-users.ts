import { useQuery } from "@tanstack/react-query";
import { call } from "../api/call.ts";
import { useTenant } from "../app/tenant.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import { variablesOf } from "../document/headers.ts";

/** Flows asked for at once. */
const TOGETHER = 8;

/** Which flows name which variable, by their drafts. */
export function useUsers(): ReadonlyMap<string, readonly string[]> {
  const tenant = useTenant();
  const users = useQuery({
    queryKey: ["variableUsers", tenant],
    staleTime: 60_000,
    queryFn: async () => {
      const { items } = await call("listFlows", { params: { tenant }, query: { limit: 500 } });
      const found = new Map<string, string[]>();
      for (let at = 0; at < items.length; at += TOGETHER) {
        const part = items.slice(at, at + TOGETHER).map(async ({ name }) => {
          const document = (await call("getFlow", { params: { tenant, flow: name } })) as FlowDocument;
          for (const variable of variablesOf(document)) found.set(variable, [...(found.get(variable) ?? []), name]);
        });
        await Promise.all(part);
      }
      return found;
    },
  });
  return users.data ?? new Map();
}
