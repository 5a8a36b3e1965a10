import { useRead } from "../api/queries.ts";
import { Icon } from "../app/icon.tsx";
import { Menu } from "../app/menu.tsx";
import { useTenant } from "../app/tenant.ts";
import { headersAt } from "../document/headers.ts";
import { useText } from "../i18n/text.ts";
import { useForm } from "./context.ts";

interface Props {
  readonly insert: (piece: string) => void;
  /** Whether what is said of a message fits here. */
  readonly headers: boolean;
}

/** What can be put into a field: headers that can exist here, flow properties, tenant variables. */
export function QuickInsert({ insert, headers }: Props) {
  const t = useText();
  const tenant = useTenant();
  const { document, node, specs } = useForm();
  const variables = useRead("listVariables", { params: { tenant }, query: { limit: 500 } }, { fresh: 30_000 });
  const known = headers ? headersAt(document, node.id, specs) : [];
  const properties = Object.keys(document.properties ?? {});
  const section = (title: string, pieces: readonly (readonly [string, string])[]) =>
    pieces.length > 0 && (
      <>
        <h4>{title}</h4>
        {pieces.map(([piece, hint]) => (
          <button key={piece} type="button" title={hint} onClick={() => insert(piece)}>
            <code>{piece}</code>
          </button>
        ))}
      </>
    );
  return (
    <Menu label={t("panel.insert")} icon={<Icon name="plus" />} className="quiet icon-only small insert">
      <div className="insert-list">
        {headers && section(t("panel.message"), [["${body}", t("run.body")]])}
        {section(
          t("run.headers"),
          known.map(({ name, by }) => [`\${header.${name}}`, t("panel.setBy", { by })] as const),
        )}
        {section(
          t("panel.properties"),
          properties.map((name) => [`#{${name}}`, name] as const),
        )}
        {section(
          t("page.variables"),
          (variables.data?.items ?? []).map(({ name }) => [`@{${name}}`, name] as const),
        )}
      </div>
    </Menu>
  );
}
