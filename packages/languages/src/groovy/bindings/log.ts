import type { GClass } from "../runtime/class.ts";
import { GObject, type Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { textOf } from "../runtime/text.ts";
import { declare, OBJECT } from "../runtime/types.ts";

const LOG = declare("org.slf4j.Logger", OBJECT);
/** Makes loggers; whatever their name, they all write to what the script prints. */
export const LOGGER_FACTORY = declare("org.slf4j.LoggerFactory", OBJECT);
const LEVELS = new Set(["trace", "debug", "info", "warn", "error"]);

/** `log`: writes lines to what the script prints, `{}` filled as SLF4J does. */
export class LogObject extends GObject {
  override get cls(): GClass {
    return LOG;
  }

  override invokeMethod(run: Run, name: string, args: readonly Obj[]): Obj | undefined {
    if (!LEVELS.has(name) || args.length === 0) return undefined;
    let next = 1;
    const text = textOf(args[0] as Obj).replaceAll("{}", () =>
      next < args.length ? textOf(args[next++] as Obj) : "{}",
    );
    run.print(`${name.toUpperCase()} ${text}\n`);
    return null;
  }
}
