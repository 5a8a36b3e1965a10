import type { GClass } from "../../runtime/class.ts";
import { JList, VALUES } from "../../runtime/list.ts";
import { type Entry, type JMap, JSet } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";

/** The keys of a map as they are now; what is removed here is removed there. */
export class KeyView extends JSet {
  readonly #map: JMap;

  constructor(map: JMap, cls: GClass) {
    super(
      map.entries().map((entry) => entry.key),
      cls,
    );
    this.#map = map;
  }

  override delete(key: Obj): Entry | undefined {
    this.#map.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    this.#map.clear();
    super.clear();
  }
}

/** The entries of a map as they are now; what is removed here is removed there. */
export class EntryView extends JSet {
  readonly #map: JMap;

  constructor(map: JMap, cls: GClass) {
    super(map.entries(), cls);
    this.#map = map;
  }

  override delete(entry: Obj): Entry | undefined {
    this.#map.delete((entry as Entry).key);
    return super.delete(entry);
  }

  override clear(): void {
    this.#map.clear();
    super.clear();
  }
}

/** The values of a map as they are now; what is removed here is removed there. */
export class ValueView extends JList {
  readonly #map: JMap;

  constructor(map: JMap) {
    super(
      map.entries().map((entry) => entry.value),
      VALUES,
    );
    this.#map = map;
  }

  /** Removes the entries whose values are gone; whether there were any. */
  removeWhere(gone: (value: Obj) => boolean, once: boolean): boolean {
    let removed = false;
    for (const entry of this.#map.entries()) {
      if (!gone(entry.value)) continue;
      this.#map.delete(entry.key);
      removed = true;
      if (once) break;
    }
    this.items.splice(0, this.items.length, ...this.#map.entries().map((entry) => entry.value));
    return removed;
  }
}
