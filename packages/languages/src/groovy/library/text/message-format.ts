import type { GClass } from "../../runtime/class.ts";
import { JDate } from "../../runtime/date.ts";
import { JArray } from "../../runtime/list.ts";
import { isNumber } from "../../runtime/number.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { formatDate } from "../date/simple-format.ts";
import { define } from "../define.ts";
import { decimalText } from "../number/decimal-format.ts";

const MESSAGE_FORMAT = declare("java.text.MessageFormat", OBJECT);

/** `java.text.MessageFormat`: a text with numbered places, `{0}`. */
class MessageFormat extends GObject {
  readonly pattern: string;

  constructor(pattern: string) {
    super();
    this.pattern = pattern;
  }

  override get cls(): GClass {
    return MESSAGE_FORMAT;
  }
}

const PLACE = /''|'([^']*)(?:'|$)|\{\s*(\d+)\s*(?:,\s*(\w+)\s*(?:,([^{}]*))?)?\}|\{/g;

function format(run: Run, pattern: string, args: readonly Obj[]): string {
  run.take(pattern.length * 2);
  return pattern.replace(PLACE, (part: string, quoted?: string, index?: string, type?: string, style?: string) => {
    if (part === "''") return "'";
    if (quoted !== undefined) return quoted;
    if (index === undefined) throw throwNew("java.lang.IllegalArgumentException", "Unmatched braces in the pattern.");
    const value = args[Number(index)];
    if (value === undefined) return `{${index}}`;
    return shown(run, value, type, style?.trim());
  });
}

function shown(run: Run, value: Obj, type: string | undefined, style: string | undefined): string {
  if (value === null) return "null";
  if (isNumber(value)) return decimalText(value, type === "number" && style ? pattern(style) : "#,##0.###");
  if (value instanceof JDate) {
    const zone = run.exchange.scope.timeZone;
    if (type === "time") return formatDate(value.ms, style || "h:mm:ss a", zone);
    return formatDate(value.ms, type === "date" ? style || "MMM d, yyyy" : "M/d/yy, h:mm a", zone);
  }
  return textOf(value);
}

function pattern(style: string): string {
  return style === "integer" ? "#,##0" : style === "percent" ? "#,##0%" : style;
}

define<MessageFormat>(MESSAGE_FORMAT, [
  [
    "static String format(String pattern, Object... args)",
    "java.text.MessageFormat.format('{0} has {1} items', 'Ann', 1234)",
    (run, _self, text: string, args: Obj[]) => format(run, text, args),
  ],
  [
    "new(String pattern)",
    "new java.text.MessageFormat('{0}!').format(['a'] as Object[])",
    (_run, _self, text: string) => {
      return new MessageFormat(text);
    },
  ],
  [
    "String format(Object args)",
    "new java.text.MessageFormat('{0}!').format(['a'] as Object[])",
    (run, self, args: Obj) => format(run, self.pattern, args instanceof JArray ? args.items : [args]),
  ],
]);
