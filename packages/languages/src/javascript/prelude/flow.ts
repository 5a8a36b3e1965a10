import type { Kit } from "./kit.ts";

export interface FlowMaker {
  makeFlowProperties(): object;
}

/** Makes the read-only view of the flow's own values. Runs inside QuickJS. */
export function installFlow(kit: Kit & FlowMaker): void {
  const refuse = () =>
    kit.refuse(
      "SCRIPT_FORBIDDEN",
      "flow.properties to write to: use a tenant variable (SetTenantVariable), or a header",
    );

  kit.makeFlowProperties = () => {
    // Fetched when a script wants them: secrets are among them.
    const values = JSON.parse(kit.host.part("flow")) as { [name: string]: unknown };
    const has = (name: unknown) => typeof name === "string" && Object.hasOwn(values, name);
    const methods: { [name: string]: unknown } = Object.assign(Object.create(null), {
      get: (name: unknown) => (has(name) ? values[name as string] : null),
      containsKey: has,
      keySet: () => Object.keys(values),
      put: refuse,
      remove: refuse,
    });
    return new Proxy(Object.create(null), {
      get: (_, name) => (typeof name === "symbol" ? undefined : has(name) ? values[name] : methods[name]),
      has: (_, name) => has(name),
      ownKeys: () => Object.keys(values),
      getOwnPropertyDescriptor: (_, name) =>
        has(name)
          ? { value: values[name as string], writable: false, enumerable: true, configurable: true }
          : undefined,
      set: refuse,
      deleteProperty: refuse,
      defineProperty: refuse,
    });
  };
}
