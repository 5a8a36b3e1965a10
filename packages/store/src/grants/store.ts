import type { GrantStore } from "@mortise/contract";
import type { Context } from "../context.ts";
import { createBudgeting } from "./budget.ts";
import { createConsenting } from "./consent.ts";
import { createManaging } from "./manage.ts";
import { createSettling } from "./settle.ts";
import { createSpending } from "./spend.ts";
import { createSweeping } from "./sweep.ts";

/** The grants of all tenants and their ledger. */
export function createGrantStore(context: Context): GrantStore {
  return {
    ...createManaging(context),
    ...createSpending(context),
    ...createSettling(context),
    ...createSweeping(context),
    ...createConsenting(context),
    ...createBudgeting(context),
  };
}
