import { clockAt, type LinkStub, memoryVariables, type Stub, stubHttp, stubLinks } from "@mortise/engine";
import type { Installed } from "../flows/installed.ts";
import type { Runtime } from "../runtime.ts";
import type { RunWorldOptions } from "./world.ts";

/** The outside world of a rehearsal, in the shape of x.test.json: stubs alone, or with variables that differ from the tenant's. */
export type Stubs =
  | readonly Stub[]
  | {
      readonly stubs?: readonly Stub[] | undefined;
      readonly variables?: Given | undefined;
      readonly links?: readonly LinkStub[] | undefined;
    };

type Given = Parameters<typeof memoryVariables>[0];

/**
 * The world of a run that touches nothing: its clock stands at an instant, what it calls are stubs, and what it writes
 * to tenant variables stays in memory. It reads the tenant's own values, so that it goes the way a real run would.
 */
export async function rehearsedWorld(
  runtime: Runtime,
  { record }: Installed,
  at: number | undefined,
  stubs: Stubs = [],
): Promise<RunWorldOptions> {
  const given =
    "stubs" in stubs || "variables" in stubs || "links" in stubs ? stubs : { stubs: stubs as readonly Stub[] };
  const present: NonNullable<Given> = {};
  for (const variable of await runtime.store.variables.list(record.tenant, { secrets: true })) {
    const { value, encrypted } = variable[record.environment];
    if (value !== null) present[variable.name] = { value, encrypted };
  }
  return {
    variables: memoryVariables({ ...present, ...given.variables }, record.environment),
    http: stubHttp(given.stubs ?? []),
    links: stubLinks(given.links ?? []),
    ...(at === undefined ? {} : { clock: clockAt(at, runtime.clock) }),
  };
}
