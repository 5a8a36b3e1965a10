import { useQueryClient } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { call } from "../api/call.ts";
import { useText } from "../i18n/text.ts";
import { EnvironmentSwitch } from "./environment-switch.tsx";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Link } from "./link.tsx";
import { NewTenant } from "./new-tenant.tsx";
import { ReaderMenus } from "./reader-menus.tsx";
import { addressOfPlace, go, PAGES, type Place, usePlace } from "./router.ts";
import { useMay, useSession } from "./session.ts";
import { choose, useSettings } from "./settings.ts";
import { Logo } from "./sign-in.tsx";
import { Loading } from "./states.tsx";
import { TenantContext } from "./tenant.ts";

const FlowsPage = lazy(async () => ({ default: (await import("../flows/flows-page.tsx")).FlowsPage }));
const FlowPage = lazy(async () => ({ default: (await import("../canvas/flow-page.tsx")).FlowPage }));
const RunsPage = lazy(async () => ({ default: (await import("../runs/runs-page.tsx")).RunsPage }));
const RunPage = lazy(async () => ({ default: (await import("../runs/run-page.tsx")).RunPage }));
const VariablesPage = lazy(async () => ({ default: (await import("../variables/variables-page.tsx")).VariablesPage }));
const GrantsPage = lazy(async () => ({ default: (await import("../grants/grants-page.tsx")).GrantsPage }));
const EventsPage = lazy(async () => ({ default: (await import("../history/events-page.tsx")).EventsPage }));
const AuditPage = lazy(async () => ({ default: (await import("../history/audit-page.tsx")).AuditPage }));
const KeysPage = lazy(async () => ({ default: (await import("../keys/keys-page.tsx")).KeysPage }));

/** The frame around every page: where one is, in which environment, as whom. */
export function Shell() {
  const t = useText();
  const session = useSession();
  const place = usePlace();
  const settings = useSettings();
  const admin = useMay("admin");
  const known = session.tenants.map(({ id }) => id);
  const home = known.includes(settings.tenant) ? settings.tenant : known[0];

  useEffect(() => {
    if (place.tenant === undefined && home !== undefined) go(addressOfPlace({ tenant: home }), { replace: true });
    else if (place.tenant !== undefined && place.tenant !== settings.tenant) choose({ tenant: place.tenant });
  }, [place.tenant, home, settings.tenant]);

  const { tenant } = place;
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t("skip")}
      </a>
      <header className="top">
        <Link href={addressOfPlace({ tenant: tenant ?? home })} className="brand" aria-label="Mortise">
          <Logo />
          <span>Mortise</span>
        </Link>
        <TenantSwitch tenant={tenant} />
        <nav aria-label={t("pages")}>
          {PAGES.filter((page) => admin || (page !== "audit" && page !== "keys")).map((page) => (
            <Link
              key={page}
              href={addressOfPlace({ tenant: tenant ?? home, page })}
              aria-current={page === place.page ? "page" : undefined}
            >
              {t(`page.${page}`)}
            </Link>
          ))}
        </nav>
        <EnvironmentSwitch />
        <ReaderMenus />
        <SignedIn />
      </header>
      {/* It scrolls, so that keys must reach it also where nothing in it takes them. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <main id="content" tabIndex={0}>
        {tenant === undefined ? (
          home === undefined && <NewTenant />
        ) : (
          <TenantContext.Provider value={tenant}>
            <ErrorBoundary key={`${tenant}/${place.page}/${place.item ?? ""}`}>
              <Suspense fallback={<Loading />}>{pageOf(place)}</Suspense>
            </ErrorBoundary>
          </TenantContext.Provider>
        )}
      </main>
    </div>
  );
}

function pageOf({ page, item, part }: Place): ReactNode {
  switch (page) {
    case "flows":
      return item === undefined ? <FlowsPage /> : <FlowPage key={item} name={item} part={part} />;
    case "runs":
      return item === undefined ? <RunsPage /> : <RunPage key={item} id={item} />;
    case "variables":
      return <VariablesPage />;
    case "grants":
      return <GrantsPage />;
    case "events":
      return <EventsPage />;
    case "audit":
      return <AuditPage />;
    case "keys":
      return <KeysPage />;
  }
}

function TenantSwitch({ tenant }: { readonly tenant: string | undefined }) {
  const t = useText();
  const { tenants } = useSession();
  if (tenants.length === 0) return null;
  return (
    <select
      className="tenant"
      aria-label={t("tenant")}
      value={tenant ?? ""}
      onChange={(event) => go(addressOfPlace({ tenant: event.target.value }))}
    >
      {tenants.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function SignedIn() {
  const t = useText();
  const { name, role } = useSession();
  const queries = useQueryClient();
  const signOut = async () => {
    await call("signOut", {}).catch(() => {});
    queries.clear();
    location.assign("/");
  };
  return (
    <div className="who" title={`${name} · ${t(`role.${role}`)}`}>
      <span>{name}</span>
      <button type="button" className="quiet" onClick={() => void signOut()}>
        {t("signOut")}
      </button>
    </div>
  );
}
