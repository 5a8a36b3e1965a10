import { useAct, useRead } from "../api/queries.ts";
import { Icon } from "../app/icon.tsx";
import { addressOfPlace, go } from "../app/router.ts";
import { useEnvironment } from "../app/settings.ts";
import { useTenant } from "../app/tenant.ts";
import { useText } from "../i18n/text.ts";

/** Runs the installed flow by hand, and shows that run. */
export function RunButton({ flow }: { readonly flow: string }) {
  const t = useText();
  const tenant = useTenant();
  const environment = useEnvironment();
  const status = useRead("getFlowStatus", { params: { tenant, flow } }, { every: 10_000 });
  const run = useAct("startRun", { touches: ["listRuns", "listFlowStatus"] });
  const state = status.data?.[environment]?.state;
  return (
    <button
      type="button"
      disabled={state !== "started" || run.isPending}
      title={t(`state.${state ?? "none"}`)}
      onClick={() =>
        run.mutate(
          { params: { tenant, flow }, body: { environment, wait: false } },
          { onSuccess: ({ id }) => go(addressOfPlace({ tenant, page: "runs", item: id })) },
        )
      }
    >
      <Icon name="run" />
      {t("act.run")}
    </button>
  );
}
