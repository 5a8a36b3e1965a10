import { useMemo } from "react";
import { useRead } from "../api/queries.ts";
import { useTenant } from "../app/tenant.ts";
import { headersAt } from "../document/headers.ts";
import { useForm } from "./context.ts";

interface Offered {
  readonly label: string;
  readonly type: "variable" | "function" | "property";
  readonly detail?: string;
}

/** What Simple's users write most; every function is in the reference. */
const SIMPLE = [
  "${body}",
  "${bodyAs(String)}",
  "${headers}",
  "${exchangeId}",
  "${exception.message}",
  "${exception.statusCode}",
  "${exception.responseBody}",
  "${date:now:yyyy-MM-dd}",
  "${date:now:yyyyMMdd_HHmmss}",
  "${date:now-24h:yyyy-MM-dd}",
  "${random(100)}",
  "${uuid}",
  "${escape(url,${body})}",
];

const SCRIPT = [
  "request.getHeader('')",
  "request.setHeader('', )",
  "request.removeHeader('')",
  "request.getBody()",
  "request.setBody()",
  "headers",
  "body",
  "flow.properties",
];

/** What is offered while one types: headers that can exist here, properties, variables, functions. */
export function useCompletions(language: string): readonly Offered[] {
  const tenant = useTenant();
  const { document, node, specs } = useForm();
  const variables = useRead("listVariables", { params: { tenant }, query: { limit: 500 } }, { fresh: 30_000 });
  return useMemo(() => {
    const headers = headersAt(document, node.id, specs);
    const properties = Object.keys(document.properties ?? {});
    if (language === "script")
      return [
        ...SCRIPT.map((label): Offered => ({ label, type: "function" })),
        ...headers.map(
          ({ name, by }): Offered => ({ label: `request.getHeader('${name}')`, type: "variable", detail: by }),
        ),
        ...properties.map((name): Offered => ({ label: `flow.properties.${name}`, type: "property" })),
      ];
    const simple =
      language === "simple"
        ? [
            ...headers.map(({ name, by }): Offered => ({ label: `\${header.${name}}`, type: "variable", detail: by })),
            ...SIMPLE.map((label): Offered => ({ label, type: "function" })),
          ]
        : [];
    return [
      ...simple,
      ...properties.map((name): Offered => ({ label: `#{${name}}`, type: "property" })),
      ...(variables.data?.items ?? []).map(({ name }): Offered => ({ label: `@{${name}}`, type: "property" })),
    ];
  }, [document, node.id, specs, language, variables.data]);
}
