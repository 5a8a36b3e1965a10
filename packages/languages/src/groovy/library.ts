import type { GClass, Method } from "./runtime/class.ts";
import { allClasses } from "./runtime/types.ts";
import "./library/all.ts";

/** One method of the library, as the docs list it. */
export interface LibraryMethod {
  readonly signature: string;
  /** A script whose result shows what the method does. */
  readonly example: string;
  /** Steps that a call costs. */
  readonly cost: number;
}

/** One class of the library, as the docs list it. */
export interface LibraryType {
  readonly name: string;
  readonly constructors: readonly LibraryMethod[];
  readonly statics: readonly LibraryMethod[];
  readonly methods: readonly LibraryMethod[];
  readonly constants: readonly string[];
}

/** Everything that a script may call, by class. */
export const groovyLibrary: readonly LibraryType[] = [...new Set(allClasses().values())]
  .map(typeOf)
  .filter((type) => type.constructors.length + type.statics.length + type.methods.length + type.constants.length > 0)
  .sort((left, right) => (left.name < right.name ? -1 : 1));

function typeOf(cls: GClass): LibraryType {
  return {
    name: cls.name,
    constructors: cls.constructors.map(shown),
    statics: [...cls.statics.values()].flat().map(shown),
    methods: [...cls.methods.values()].flat().map(shown),
    constants: [...cls.fields.keys()],
  };
}

function shown({ signature, example, cost }: Method): LibraryMethod {
  return { signature, example, cost };
}
