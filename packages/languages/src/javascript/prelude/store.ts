import type { Kit } from "./kit.ts";

/** Named values that know what was done to them: headers (without case) and exchange properties (with case). */
export interface Store {
  has(name: unknown): boolean;
  get(name: unknown): unknown;
  set(name: unknown, value: unknown): void;
  remove(name: unknown): unknown;
  /** In alphabetical order, as Camel's. */
  names(): string[];
  /** Whether `changes` can have anything to say. */
  isTouched(): boolean;
  /** What was set and what was removed, in the codec's JSON. */
  changes(): { set: [string, unknown][]; removed: string[] };
}

export interface StoreMaker {
  makeStore(json: { readonly [name: string]: unknown } | undefined, folds: boolean): Store;
}

/** Makes the stores of headers and properties. Runs inside QuickJS, where each object made counts: most scripts read two headers. */
export function installStores(kit: Kit & StoreMaker): void {
  const gone = Symbol("gone");

  class NamedValues implements Store {
    readonly json: { readonly [name: string]: unknown };
    readonly folds: boolean;
    /** Lists and maps that were read: their value, and what they were as text, to tell whether they changed inside. */
    read: Map<string, { value: unknown; wire: string }> | undefined;
    /** What the script set or removed, by folded name. */
    changed: Map<string, { name: string; value: unknown }> | undefined;
    /** Names as they came, by folded name. */
    index: Map<string, string> | undefined;

    constructor(json: { readonly [name: string]: unknown } | undefined, folds: boolean) {
      this.json = json ?? {};
      this.folds = folds;
    }

    fold(name: unknown): string {
      return this.folds ? String(name).toLowerCase() : String(name);
    }

    /** The name as it came, of a value that came. */
    spelled(name: unknown): string | undefined {
      if (Object.hasOwn(this.json, name as string)) return name as string;
      if (!this.folds) return undefined;
      if (this.index === undefined) {
        this.index = new Map();
        for (const key in this.json) this.index.set(key.toLowerCase(), key);
      }
      return this.index.get(String(name).toLowerCase());
    }

    has(name: unknown): boolean {
      const change = this.changed?.get(this.fold(name));
      return change ? change.value !== gone : this.spelled(name) !== undefined;
    }

    get(name: unknown): unknown {
      if (this.changed !== undefined) {
        const change = this.changed.get(this.fold(name));
        if (change) return change.value === gone ? undefined : change.value;
      }
      const key = this.spelled(name);
      if (key === undefined) return undefined;
      const given = this.json[key];
      return given !== null && typeof given === "object" ? this.inside(key, given) : given;
    }

    inside(key: string, given: object): unknown {
      this.read ??= new Map();
      let found = this.read.get(key);
      if (!found) {
        const wire = JSON.stringify(given);
        found = { wire, value: kit.fromWire(JSON.parse(wire)) };
        this.read.set(key, found);
      }
      return found.value;
    }

    set(name: unknown, value: unknown): void {
      this.changed ??= new Map();
      this.changed.set(this.fold(name), { name: String(name), value });
    }

    remove(name: unknown): unknown {
      if (!this.has(name)) return null;
      const value = this.get(name);
      this.changed ??= new Map();
      const key = this.spelled(name);
      // What only the script had set is simply not set.
      if (key === undefined) this.changed.delete(this.fold(name));
      else this.changed.set(this.fold(name), { name: key, value: gone });
      return value;
    }

    names(): string[] {
      const names = new Map<string, string>();
      for (const name in this.json) names.set(this.fold(name), name);
      for (const [key, { name, value }] of this.changed ?? []) {
        if (value === gone) names.delete(key);
        else if (!names.has(key)) names.set(key, name);
      }
      return [...names.keys()].sort().map((key) => names.get(key) as string);
    }

    isTouched(): boolean {
      return this.changed !== undefined || this.read !== undefined;
    }

    changes(): { set: [string, unknown][]; removed: string[] } {
      const set: [string, unknown][] = [];
      const removed: string[] = [];
      for (const { name, value } of this.changed?.values() ?? []) {
        if (value === gone) removed.push(name);
        else set.push([name, kit.toWire(value)]);
      }
      for (const [name, { wire, value }] of this.read ?? []) {
        if (this.changed?.has(this.fold(name))) continue;
        const now = kit.toWire(value);
        if (JSON.stringify(now) !== JSON.stringify(kit.toWire(kit.fromWire(JSON.parse(wire))))) set.push([name, now]);
      }
      return { set, removed };
    }
  }

  kit.makeStore = (json, folds) => new NamedValues(json, folds);
}
