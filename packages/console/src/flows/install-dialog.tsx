import { type FormEvent, useState } from "react";
import { problemOf } from "../api/problem.ts";
import { useAct, useRead } from "../api/queries.ts";
import { Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { ProblemView } from "../app/states.tsx";
import { useTenant } from "../app/tenant.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import { useText } from "../i18n/text.ts";
import { DiffView } from "./diff-view.tsx";

interface Props {
  readonly flow: string;
  readonly environment: "test" | "production";
  /** Preselected; otherwise the draft. */
  readonly version?: number;
  readonly close: () => void;
}

/** Installs the draft or a version, after showing what changes there; secrets are asked for here and nowhere else. */
export function InstallDialog({ flow, environment, version, close }: Props) {
  const t = useText();
  const tenant = useTenant();
  const params = { tenant, flow };
  const [chosen, setChosen] = useState(version === undefined ? "draft" : String(version));
  const [remark, setRemark] = useState("");
  const [secrets, setSecrets] = useState<Record<string, string>>({});
  const versions = useRead("listVersions", { params, query: { limit: 100 } });
  const draft = useRead("getFlow", { params }, { fresh: 0 });
  const old = useRead("getVersion", { params: { ...params, number: Number(chosen) } }, { when: chosen !== "draft" });
  const installed = versions.data?.items.find(({ installed: where }) => where.includes(environment));
  const there = useRead(
    "getVersion",
    { params: { ...params, number: installed?.number ?? 0 } },
    { when: Boolean(installed) },
  );
  const document = (chosen === "draft" ? draft.data : old.data) as FlowDocument | undefined;
  const asked = Object.entries(document?.properties ?? {}).filter(([, property]) => property.secret);
  const install = useAct("installFlow", {
    quiet: true,
    touches: ["listFlows", "listFlowStatus", "listVersions", "getFlowStatus", "validateFlow"],
    done: ({ version: number }) =>
      t("install.done", { flow, version: number, environment: t(`environment.${environment}`) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ""));
    const body = {
      environment,
      ...(chosen === "draft" ? {} : { version: Number(chosen) }),
      ...(remark.trim() === "" ? {} : { remark: remark.trim() }),
      ...(Object.keys(given).length === 0 ? {} : { secrets: given }),
    };
    install.mutate({ params, body }, { onSuccess: close });
  };
  return (
    <Dialog title={t("install.title", { flow, environment: t(`environment.${environment}`) })} close={close} wide>
      <form onSubmit={submit}>
        <Field label={t("install.what")}>
          {(id) => (
            <select id={id} value={chosen} onChange={(event) => setChosen(event.target.value)}>
              <option value="draft">{t("install.draft")}</option>
              {versions.data?.items.map(({ number, remark: said }) => (
                <option key={number} value={number}>
                  {t("install.version", { number })} {said && `– ${said}`}
                </option>
              ))}
            </select>
          )}
        </Field>
        {chosen === "draft" && (
          <Field label={t("install.remark")} hint={t("install.remarkHint")}>
            {(id) => <input id={id} value={remark} onChange={(event) => setRemark(event.target.value)} />}
          </Field>
        )}
        {asked.length > 0 && (
          <fieldset className="stack">
            <legend>{t("install.secrets")}</legend>
            <p className="hint">{t("install.secretsHint")}</p>
            {asked.map(([name, { description }]) => (
              <Field key={name} label={name} hint={description}>
                {(id) => (
                  <input
                    id={id}
                    type="password"
                    autoComplete="off"
                    value={secrets[name] ?? ""}
                    onChange={(event) => setSecrets({ ...secrets, [name]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </fieldset>
        )}
        <section>
          <h3>{t("install.changes", { environment: t(`environment.${environment}`) })}</h3>
          {installed && there.data && document ? (
            <DiffView before={there.data as FlowDocument} after={document} same={t("install.noChanges")} />
          ) : (
            versions.data && !installed && <p className="soft">{t("install.first")}</p>
          )}
        </section>
        {install.error && (
          <div className="alert" role="alert">
            <p>{t("install.mistakes")}</p>
            <ProblemView problem={problemOf(install.error)} />
          </div>
        )}
        <footer>
          <button type="button" onClick={close}>
            {t("cancel")}
          </button>
          <button type="submit" className={`primary in-${environment}`} disabled={install.isPending || !document}>
            {t("act.install")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
