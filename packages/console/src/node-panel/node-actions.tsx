import type { Component } from "../api/schema.generated.ts";
import { useEnvironment } from "../app/settings.ts";
import { useTenant } from "../app/tenant.ts";
import { GrantBox } from "../grants/grant-box.tsx";
import { useText } from "../i18n/text.ts";
import { useForm } from "./context.ts";

/** What a node offers besides its form, as its spec declares it; and the addresses it is reached by. */
export function NodeActions({ spec }: { readonly spec: Component }) {
  const t = useText();
  const tenant = useTenant();
  const environment = useEnvironment();
  const { node, flow } = useForm();
  const asksConsent = spec.actions?.some(({ name }) => name === "authorize") ?? false;
  const named = typeof node.settings?.grant === "string" ? node.settings.grant : undefined;
  const endpoint = node.settings?.endpoint;
  const addresses =
    spec.trigger === "http" && typeof endpoint === "string" && endpoint !== ""
      ? (["test", "production"] as const).map(
          (name) => [name, `${location.origin}/in/${name}/${tenant}/${endpoint}`] as const,
        )
      : [];
  return (
    <>
      {addresses.map(([name, address]) => (
        <div key={name} className={name === environment ? "row" : "row soft"}>
          <span className={`badge ${name}`}>{t(`environment.${name}`)}</span>
          <code className="grow wrap">{address}</code>
          <button type="button" className="small" onClick={() => void navigator.clipboard.writeText(address)}>
            {t("panel.copy")}
          </button>
        </div>
      ))}
      {(asksConsent || named !== undefined) && <GrantBox flow={flow} node={node.id} named={named} />}
    </>
  );
}
