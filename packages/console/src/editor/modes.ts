import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { StreamLanguage } from "@codemirror/language";
import { groovy } from "@codemirror/legacy-modes/mode/groovy";
import type { Extension } from "@codemirror/state";

export type Mode = "json" | "javascript" | "groovy" | "simple" | "text";

const GROOVY = StreamLanguage.define(groovy);

/** Simple marks its functions and the two other notations; the rest is text. */
const SIMPLE = StreamLanguage.define<{ depth: number }>({
  startState: () => ({ depth: 0 }),
  token(stream, state) {
    if (stream.match(/^(?:\$simple|[$#@])\{/) || stream.match(/^\$<(?=[a-z]+:)/)) {
      state.depth++;
      return "keyword";
    }
    if (state.depth > 0) {
      if (stream.match(/^[}>]/)) {
        state.depth--;
        return "keyword";
      }
      if (stream.match(/^'[^']*'/)) return "string";
      stream.next();
      stream.eatWhile(/[^}${#@>']/);
      return "variableName";
    }
    if (stream.match(/^'[^']*'/)) return "string";
    if (stream.match(/^(?:==|!=~?|>=|<=|=~|&&|\|\||>|<)/)) return "operator";
    stream.next();
    stream.eatWhile(/[^$#@'=!<>&|]/);
    return null;
  },
});

/** How a language is coloured. */
export function languageOf(mode: Mode): Extension {
  switch (mode) {
    case "json":
      return json();
    case "javascript":
      return javascript();
    case "groovy":
      return GROOVY;
    case "simple":
      return SIMPLE;
    case "text":
      return [];
  }
}
