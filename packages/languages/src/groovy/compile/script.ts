import { parseScript } from "../parser/parse.ts";
import type { ScriptMethods } from "../runtime/script.ts";
import { compileClasses } from "./classes.ts";
import type { Exec } from "./frame.ts";
import { MethodTable } from "./methods.ts";
import { namesInClosures } from "./names.ts";
import { withResult } from "./result.ts";
import { Scope } from "./scope.ts";
import { compileBlock } from "./statements.ts";
import { Unit } from "./unit.ts";

/** A script, ready to run any number of times. */
export interface CompiledScript {
  readonly source: string;
  readonly exec: Exec;
  readonly slots: number;
  readonly methods: ScriptMethods;
  /** Whether it reads the time or chance. */
  readonly reads: boolean;
}

/** Compiles a script once. Throws SCRIPT_SYNTAX or SCRIPT_FORBIDDEN. */
export function compileSource(source: string): CompiledScript {
  const parsed = parseScript(source);
  const table = new MethodTable(parsed.body);
  const unit = new Unit(source, parsed.imports, table);
  compileClasses(unit, parsed.body);
  const methods = table.compile(unit);
  const scope = new Scope(unit, null, "script", namesInClosures(parsed.body));
  const exec = compileBlock(withResult(parsed.body), scope);
  return { source, exec, slots: scope.slots, methods, reads: unit.reads };
}
