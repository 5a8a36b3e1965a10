import { useMemo } from "react";
import { useRead, useReadVersioned } from "../api/queries.ts";
import { Link } from "../app/link.tsx";
import { addressOfPlace } from "../app/router.ts";
import { Read } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import type { Specs } from "../document/spec.ts";
import { FlowSettings } from "../flow-settings/flow-settings.tsx";
import { VersionsView } from "../flows/versions-view.tsx";
import { useText } from "../i18n/text.ts";
import { Designer } from "./designer.tsx";
import "@xyflow/react/dist/style.css";
import "../styles/canvas.css";

const PARTS = [undefined, "settings", "versions"] as const;

/** A flow: its picture, its settings, its versions. */
export function FlowPage({ name, part }: { readonly name: string; readonly part: string | undefined }) {
  const t = useText();
  const tenant = useTenant();
  const draft = useReadVersioned("getFlow", { params: { tenant, flow: name } }, { fresh: Number.POSITIVE_INFINITY });
  const specs = useSpecs();
  const shown = PARTS.find((known) => known === part);
  return (
    <div className="flow-page">
      <nav className="tabs" aria-label={name}>
        <h1>{name}</h1>
        {PARTS.map((known) => (
          <Link
            key={known ?? "design"}
            href={addressOfPlace({ tenant, item: name, ...(known ? { part: known } : {}) })}
            aria-current={shown === known ? "page" : undefined}
          >
            {t(`flow.${known ?? "design"}`)}
          </Link>
        ))}
      </nav>
      <div className="flow-part">
        {shown === "versions" ? (
          <VersionsView flow={name} />
        ) : (
          <Read of={draft}>
            {({ data, etag }) =>
              shown === "settings" ? (
                <FlowSettings flow={name} document={data as FlowDocument} etag={etag} />
              ) : (
                specs && <Designer key={etag} flow={name} initial={data as FlowDocument} etag={etag} specs={specs} />
              )
            }
          </Read>
        )}
      </div>
    </div>
  );
}

/** The components, by type; they do not change while a server runs. */
export function useSpecs(): Specs | undefined {
  const components = useRead("listComponents", {}, { fresh: Number.POSITIVE_INFINITY });
  return useMemo(
    () => components.data && new Map(components.data.items.map((spec) => [spec.type, spec])),
    [components.data],
  );
}
