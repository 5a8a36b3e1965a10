import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call } from "../api/call.ts";
import type { Mistake } from "../api/schema.generated.ts";
import type { FlowDocument } from "../document/flow-document.ts";

/** How long the hand rests before the document is checked, in milliseconds. */
const REST = 400;

/** What stands in the way of installing a document, in each environment, looked at again whenever it rests. */
export function useValidation(tenant: string, flow: string, document: FlowDocument) {
  const [rested, setRested] = useState(document);
  useEffect(() => {
    const timer = setTimeout(() => setRested(document), REST);
    return () => clearTimeout(timer);
  }, [document]);
  const found = useQuery({
    queryKey: ["validateFlow", tenant, flow, rested],
    queryFn: ({ signal }) => call("validateFlow", { params: { tenant, flow }, body: { document: rested } }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return found.data;
}

/** Where in a document a mistake is, for people: the field of its node. */
export function fieldOf({ pointer = "" }: Mistake): string | undefined {
  const field = /^\/nodes\/\d+\/settings\/(.+)$/.exec(pointer)?.[1];
  return field?.replaceAll("~1", "/").replaceAll("~0", "~");
}
