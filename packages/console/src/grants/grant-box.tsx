import { call } from "../api/call.ts";
import { problemOf } from "../api/problem.ts";
import { useRead } from "../api/queries.ts";
import type { Grant } from "../api/schema.generated.ts";
import { copyText } from "../app/copy-text.ts";
import { useMay } from "../app/session.ts";
import { useEnvironment } from "../app/settings.ts";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import { useFormats } from "../i18n/format.ts";
import { useText } from "../i18n/text.ts";

interface Props {
  readonly flow: string;
  readonly node: string;
  /** The grant that the node names; without it the one that is its own. */
  readonly named: string | undefined;
}

/** The colour of each state. */
export const STATE_COLOURS: { readonly [state in Grant["state"]]: string } = {
  READY: "good",
  SPENDING: "info",
  NEEDS_CONSENT: "bad",
  IN_DOUBT: "warn",
};

/** The grant of a node in the environment that is looked at: how it stands, and the way to a consent. */
export function GrantBox({ flow, node, named }: Props) {
  const t = useText();
  const tenant = useTenant();
  const environment = useEnvironment();
  const grants = useRead("listGrants", { params: { tenant }, query: { environment, limit: 500 } }, { every: 5_000 });
  if (!grants.data) return null;
  const grant = grants.data.items.find(({ id, owner }) =>
    named === undefined ? owner?.flow === flow && owner.node === node : id === named,
  );
  return (
    <section className="grant card" aria-label={t("grant.title")}>
      <h3>
        {t("grant.title")} <span className={`badge ${environment}`}>{t(`environment.${environment}`)}</span>
      </h3>
      {grant ? (
        <GrantState grant={grant} />
      ) : (
        <p className="hint">{named === undefined ? t("grant.none") : t("grant.unknown", { name: named })}</p>
      )}
    </section>
  );
}

/** How a grant stands, and the ways to a consent. */
export function GrantState({ grant }: { readonly grant: Grant }) {
  const t = useText();
  const format = useFormats();
  const tenant = useTenant();
  const toast = useToast();
  const editor = useMay("editor");
  const params = { tenant, grant: grant.id };
  const authorize = async () => {
    // Opened while the click is fresh: later, browsers take it for an advertisement.
    const tab = window.open("about:blank", "_blank");
    try {
      const { url } = await call("authorizeGrant", { params, body: {} });
      if (tab) {
        tab.opener = null;
        tab.location.replace(url);
      } else location.assign(url);
    } catch (error) {
      tab?.close();
      toast({ kind: "bad", problem: problemOf(error) });
    }
  };
  const copy = async (text: Promise<string>) => {
    try {
      await copyText(text);
      toast({ kind: "good", text: t("grant.copied") });
    } catch (error) {
      toast({ kind: "bad", problem: problemOf(error) });
    }
  };
  const consentLink = () => call("authorizeGrant", { params, body: {} }).then(({ startUrl }) => startUrl);
  return (
    <>
      <p>
        <span className={`badge ${STATE_COLOURS[grant.state]}`}>{t(`grant.${grant.state}`)}</span>{" "}
        <span className="soft">{t("grant.generation", { number: grant.generation })}</span>
      </p>
      <p className="hint">
        {t("grant.refreshed", { when: format.ago(grant.refreshedAt) })}
        {grant.nextRefreshAt && ` · ${t("grant.next", { when: format.ago(grant.nextRefreshAt) })}`}
        {grant.diesAt && ` · ${t("grant.dies", { when: format.ago(grant.diesAt) })}`}
      </p>
      {(grant.obstacle ?? grant.lastError) && <p className="field-error">{grant.obstacle ?? grant.lastError}</p>}
      {editor && (
        <div className="row">
          <button type="button" className="small primary" onClick={() => void authorize()}>
            {t("grant.authorize")}
          </button>
          <button type="button" className="small" onClick={() => void copy(consentLink())}>
            {t("grant.copyLink")}
          </button>
          <button type="button" className="small" onClick={() => void copy(Promise.resolve(grant.redirectUri))}>
            {t("grant.copyRedirect")}
          </button>
        </div>
      )}
    </>
  );
}
