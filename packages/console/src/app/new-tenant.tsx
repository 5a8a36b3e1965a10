import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { keyOf, useAct } from "../api/queries.ts";
import { useText } from "../i18n/text.ts";
import { addressOfPlace, go } from "./router.ts";
import { useSession } from "./session.ts";
import { Empty } from "./states.tsx";

/** What there is to do on a server without a tenant. */
export function NewTenant() {
  const t = useText();
  const { allTenants, role } = useSession();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const create = useAct("createTenant");
  const id = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await create.mutateAsync({ body: { id, name: name.trim() } });
    await queries.invalidateQueries({ queryKey: keyOf("getSession") });
    go(addressOfPlace({ tenant: id }));
  };
  return (
    <Empty title={t("noTenant")}>
      {allTenants && role === "admin" && (
        <form onSubmit={submit} className="row">
          <input
            aria-label={t("tenantName")}
            placeholder={t("tenantName")}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" className="primary" disabled={id === ""}>
            {t("newTenant")}
          </button>
        </form>
      )}
    </Empty>
  );
}
