import type { Kit } from "./kit.ts";
import type { Store } from "./store.ts";

export interface ViewMaker {
  makeView(store: Store): object;
}

/** Makes the live objects that scripts see of a store: by name, by `get`/`put`, and in `for … in`. Runs inside QuickJS. */
export function installViews(kit: Kit & ViewMaker): void {
  /** Java's Map, as old scripts call it; a header of the same name comes first. */
  function methodsOf(store: Store): { [name: string]: unknown } {
    return Object.assign(Object.create(null), {
      get: (name: unknown) => store.get(name) ?? null,
      getOrDefault: (name: unknown, other: unknown) => store.get(name) ?? other,
      put(name: unknown, value: unknown) {
        const before = store.get(name) ?? null;
        store.set(name, value);
        return before;
      },
      set: (name: unknown, value: unknown) => store.set(name, value),
      remove: (name: unknown) => store.remove(name),
      has: (name: unknown) => store.has(name),
      containsKey: (name: unknown) => store.has(name),
      isEmpty: () => store.names().length === 0,
      size: () => store.names().length,
      keySet: () => store.names(),
      keys: () => store.names(),
      values: () => store.names().map((name) => store.get(name)),
      entrySet: () =>
        store.names().map((key) => ({
          key,
          value: store.get(key),
          getKey: () => key,
          getValue: () => store.get(key),
        })),
      toString: () =>
        `{${store
          .names()
          .map((name) => `${name}=${kit.text(store.get(name))}`)
          .join(", ")}}`,
    });
  }

  class View implements ProxyHandler<object> {
    readonly store: Store;
    methods: { [name: string]: unknown } | undefined;

    constructor(store: Store) {
      this.store = store;
    }

    get(_: object, name: string | symbol): unknown {
      if (typeof name === "symbol") return undefined;
      if (this.store.has(name)) return this.store.get(name);
      this.methods ??= methodsOf(this.store);
      return this.methods[name];
    }

    set(_: object, name: string | symbol, value: unknown): boolean {
      this.store.set(name, value);
      return true;
    }

    has(_: object, name: string | symbol): boolean {
      return typeof name === "string" && this.store.has(name);
    }

    deleteProperty(_: object, name: string | symbol): boolean {
      this.store.remove(name);
      return true;
    }

    ownKeys(): string[] {
      return this.store.names();
    }

    getOwnPropertyDescriptor(_: object, name: string | symbol): PropertyDescriptor | undefined {
      if (typeof name === "symbol" || !this.store.has(name)) return undefined;
      return { value: this.store.get(name), writable: true, enumerable: true, configurable: true };
    }

    defineProperty(_: object, name: string | symbol, descriptor: PropertyDescriptor): boolean {
      this.store.set(name, descriptor.value);
      return true;
    }
  }

  kit.makeView = (store) => new Proxy(Object.create(null), new View(store));
}
