import type { GClass } from "../../runtime/class.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { declare, OBJECT } from "../../runtime/types.ts";
import { define } from "../define.ts";

const STRING_TOKENIZER = declare("java.util.StringTokenizer", OBJECT);

/** `java.util.StringTokenizer`: the words of a text, one after the other. */
class StringTokenizer extends GObject {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(run: Run, text: string, delimiters: string, keep: boolean) {
    super();
    run.take(text.length * 2);
    run.steps(text.length >> 3);
    const tokens: string[] = [];
    let word = "";
    for (const char of text) {
      if (!delimiters.includes(char)) word += char;
      else {
        if (word !== "") tokens.push(word);
        if (keep) tokens.push(char);
        word = "";
      }
    }
    if (word !== "") tokens.push(word);
    this.#tokens = tokens;
  }

  override get cls(): GClass {
    return STRING_TOKENIZER;
  }

  get left(): number {
    return this.#tokens.length - this.#at;
  }

  next(): Obj {
    if (this.left === 0) throw throwNew("java.util.NoSuchElementException");
    return this.#tokens[this.#at++] as string;
  }
}

const st = "new StringTokenizer('a,b', ',')";

define<StringTokenizer>(STRING_TOKENIZER, [
  [
    "new(String text)",
    "new StringTokenizer('a b').countTokens()",
    (run, _self, text: string) => new StringTokenizer(run, text, " \t\n\r\f", false),
  ],
  [
    "new(String text, String delimiters)",
    `${st}.nextToken()`,
    (run, _self, text: string, delimiters: string) => new StringTokenizer(run, text, delimiters, false),
  ],
  [
    "new(String text, String delimiters, boolean returned)",
    "new StringTokenizer('a,b', ',', true).countTokens()",
    (run, _self, text: string, delimiters: string, keep: boolean) => new StringTokenizer(run, text, delimiters, keep),
  ],
  ["boolean hasMoreTokens()", `${st}.hasMoreTokens()`, (_run, self) => self.left > 0],
  ["boolean hasMoreElements()", `${st}.hasMoreElements()`, (_run, self) => self.left > 0],
  ["String nextToken()", `${st}.nextToken()`, (_run, self) => self.next()],
  ["Object nextElement()", `${st}.nextElement()`, (_run, self) => self.next()],
  ["int countTokens()", `${st}.countTokens()`, (_run, self) => self.left],
]);
