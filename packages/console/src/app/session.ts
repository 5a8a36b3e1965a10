import { createContext, useContext } from "react";
import type { Session } from "../api/schema.generated.ts";

const ROLES: readonly Session["role"][] = ["viewer", "editor", "operator", "admin"];

export const SessionContext = createContext<Session | undefined>(undefined);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("used outside the shell");
  return session;
}

/** Whether who is signed in may do what a role may. */
export function useMay(role: Session["role"]): boolean {
  return ROLES.indexOf(useSession().role) >= ROLES.indexOf(role);
}
