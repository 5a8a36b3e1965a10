import type { Clock, Component, Components } from "@mortise/contract";
import { clockAt } from "./at-clock.ts";

/** The time of a test: components that wait move it on at once; what bounds them still waits for real. */
export function testTime(
  instant: number,
  real: Clock,
): { readonly clock: Clock; readonly patient: (components: Components) => Components } {
  const running = clockAt(instant, real);
  let skipped = 0;
  const clock: Clock = { now: () => running.now() + skipped, sleep: (ms, signal) => running.sleep(ms, signal) };
  const waiting: Clock = {
    now: clock.now,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      skipped += ms;
    },
  };
  return {
    clock,
    patient: (components) => new Map([...components].map(([type, component]) => [type, waitingBy(waiting, component)])),
  };
}

function waitingBy(clock: Clock, component: Component): Component {
  const { run } = component;
  if (!run) return component;
  return {
    ...component,
    // Grants are made when they are asked for, which a copy does not do by itself.
    run: (exchange, settings, services) => run(exchange, settings, { ...services, clock, grants: services.grants }),
  };
}
