import { useState } from "react";
import { call } from "../api/call.ts";
import { problemOf } from "../api/problem.ts";
import { useAct } from "../api/queries.ts";
import type { Flow } from "../api/schema.generated.ts";
import { copyText } from "../app/copy-text.ts";
import { Confirm } from "../app/dialog.tsx";
import { Icon, type IconName } from "../app/icon.tsx";
import { Link } from "../app/link.tsx";
import { Menu } from "../app/menu.tsx";
import { addressOfPlace, go } from "../app/router.ts";
import { useMay } from "../app/session.ts";
import { useEnvironment } from "../app/settings.ts";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import { useText } from "../i18n/text.ts";
import { InstallDialog } from "./install-dialog.tsx";

const TOUCHES = ["listFlows", "listFlowStatus", "listVersions", "listRuns"] as const;

/** What can be done with a flow where it is: run, start, suspend, resume, stop, install, uninstall, versions. */
export function FlowActions({ flow }: { readonly flow: Flow }) {
  const t = useText();
  const tenant = useTenant();
  const environment = useEnvironment();
  const operator = useMay("operator");
  const editor = useMay("editor");
  const toast = useToast();
  const [asked, setAsked] = useState<"install" | "remove">();
  const { name } = flow;
  const request = { params: { tenant, flow: name }, body: { environment } };
  const where = t(`environment.${environment}`);
  const told = {
    touches: TOUCHES,
    done: ({ state }: { state: "started" | "stopped" | "suspended" }) =>
      t("act.done", { flow: name, environment: where, state: t(`state.${state}`) }),
  };
  const start = useAct("startFlow", told);
  const stop = useAct("stopFlow", told);
  const suspend = useAct("suspendFlow", told);
  const resume = useAct("resumeFlow", told);
  const uninstall = useAct("uninstallFlow", {
    touches: TOUCHES,
    done: () => t("act.uninstalled", { flow: name, environment: where }),
  });
  const run = useAct("startRun", { touches: TOUCHES });
  const remove = useAct("removeFlow", { touches: TOUCHES, done: () => t("flow.removed", { flow: name }) });
  const state = flow[environment]?.state;
  const busy = [start, stop, suspend, resume, uninstall, run].some(({ isPending }) => isPending);

  const button = (icon: IconName, label: string, act: () => void, disabled = false) => (
    <button
      type="button"
      className="quiet icon-only small"
      title={label}
      aria-label={`${label}: ${name}`}
      disabled={disabled || busy}
      onClick={act}
    >
      <Icon name={icon} />
    </button>
  );
  const copy = async () => {
    const params = { tenant, flow: name };
    try {
      await copyText(call("copyNodes", { params, body: {} }).then((clipboard) => JSON.stringify(clipboard, null, 2)));
      toast({ kind: "good", text: t("flow.copied", { flow: name }) });
    } catch (error) {
      toast({ kind: "bad", problem: problemOf(error) });
    }
  };
  const runNow = async () => {
    const { id } = await run.mutateAsync({ ...request, body: { environment, wait: false } });
    go(addressOfPlace({ tenant, page: "runs", item: id }));
  };
  return (
    <div className="row tight">
      {operator && state === "started" && button("run", t("act.run"), () => void runNow().catch(() => {}))}
      {operator && state === "started" && button("pause", t("act.suspend"), () => suspend.mutate(request))}
      {operator && state === "suspended" && button("redo", t("act.resume"), () => resume.mutate(request))}
      {operator && state === "stopped" && button("run", t("act.start"), () => start.mutate(request))}
      {operator && state && state !== "stopped" && button("stop", t("act.stop"), () => stop.mutate(request))}
      {operator && button("install", t("act.install"), () => setAsked("install"))}
      <Menu label={t("flow.actions", { flow: name })} icon={<Icon name="more" />} className="quiet icon-only small">
        <Link href={addressOfPlace({ tenant, item: name })}>
          <Icon name="flow" />
          {t("flow.design")}
        </Link>
        <Link href={addressOfPlace({ tenant, item: name, part: "settings" })}>
          <Icon name="settings" />
          {t("flow.settings")}
        </Link>
        <Link href={addressOfPlace({ tenant, item: name, part: "versions" })}>
          <Icon name="copy" />
          {t("flow.versions")}
        </Link>
        <Link href={addressOfPlace({ tenant, page: "runs", query: { flow: name } })}>
          <Icon name="run" />
          {t("flow.runs")}
        </Link>
        <button type="button" onClick={() => void copy()}>
          <Icon name="copy" />
          {t("flow.copy")}
        </button>
        {operator && state && (
          <button type="button" onClick={() => uninstall.mutate(request)}>
            <Icon name="uninstall" />
            {t("act.uninstall")}
          </button>
        )}
        {editor && (
          <button type="button" disabled={Boolean(flow.test || flow.production)} onClick={() => setAsked("remove")}>
            <Icon name="trash" />
            {t("flow.remove")}
          </button>
        )}
      </Menu>
      {asked === "install" && <InstallDialog flow={name} environment={environment} close={() => setAsked(undefined)} />}
      {asked === "remove" && (
        <Confirm
          title={t("flow.remove")}
          text={t("flow.removeText", { flow: name })}
          action={t("flow.remove")}
          close={() => setAsked(undefined)}
          confirm={() => remove.mutate({ params: { tenant, flow: name } })}
        />
      )}
    </div>
  );
}
