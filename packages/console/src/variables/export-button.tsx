import { call } from "../api/call.ts";
import { problemOf } from "../api/problem.ts";
import { Icon } from "../app/icon.tsx";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import { useText } from "../i18n/text.ts";

/** Saves all variables as a file that import takes. */
export function ExportButton() {
  const t = useText();
  const tenant = useTenant();
  const toast = useToast();
  const save = async () => {
    try {
      const exported = await call("exportVariables", { params: { tenant } });
      const address = URL.createObjectURL(
        new Blob([`${JSON.stringify(exported, null, 2)}\n`], { type: "application/json" }),
      );
      const link = document.createElement("a");
      link.href = address;
      link.download = `${tenant}-variables.json`;
      link.click();
      URL.revokeObjectURL(address);
    } catch (error) {
      toast({ kind: "bad", problem: problemOf(error) });
    }
  };
  return (
    <button type="button" onClick={() => void save()}>
      <Icon name="download" />
      {t("var.export")}
    </button>
  );
}
