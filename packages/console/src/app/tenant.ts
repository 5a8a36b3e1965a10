import { createContext, useContext } from "react";

export const TenantContext = createContext<string | undefined>(undefined);

/** The tenant that is looked at. */
export function useTenant(): string {
  const tenant = useContext(TenantContext);
  if (tenant === undefined) throw new Error("used outside a tenant's page");
  return tenant;
}
