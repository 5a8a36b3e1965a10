import { parseNumber } from "../../runtime/cast.ts";
import type { Closure } from "../../runtime/closure.ts";
import { getAt } from "../../runtime/elements.ts";
import type { GString } from "../../runtime/gstring.ts";
import { JArray, JList } from "../../runtime/list.ts";
import { type JMap, JSet } from "../../runtime/map.ts";
import { Char, toInt } from "../../runtime/number.ts";
import type { Obj } from "../../runtime/object.ts";
import { concat } from "../../runtime/operators.ts";
import { nextText } from "../../runtime/range.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import * as T from "../../runtime/types.ts";
import { define } from "../define.ts";
import { Pattern, patternOf, splitText } from "../regex/pattern.ts";
import { regexOf } from "../regex/regex.ts";
import { Builder, STRING_BUFFER } from "./builder.ts";
import {
  allMatches,
  between,
  collectMatches,
  eachLine,
  expand,
  fill,
  firstMatch,
  groupsFor,
  indentOf,
  isNumeric,
  lines,
  matchesOf,
  minus,
  replaceKeys,
  strings,
  stripIndent,
  stripMargin,
  tokens,
  translate,
  whileLength,
} from "./gdk-text.ts";
import { repeated, sized } from "./string.ts";

define<string>(T.STRING, [
  ["int size()", "'abc'.size()", (_run, self) => self.length],
  ["String plus(Object other)", "'a' + 1", (run, self, other: Obj) => concat(run, self, textOf(other))],
  [
    "String minus(Object part)",
    "'hello' - 'l'",
    (run, self, part: Obj) =>
      sized(run, part instanceof Pattern ? matchesOf(run, self, part).replace(() => "", false) : minus(self, part)),
  ],
  [
    "String multiply(Number count)",
    "'ab' * 3",
    (run, self, count: Obj) => {
      const times = toInt(count);
      if (times < 0)
        throw throwNew(
          "java.lang.IllegalArgumentException",
          `multiply() should be called with a number of 0 or greater not: ${times}`,
        );
      return repeated(run, self, times);
    },
  ],
  [
    "StringBuffer leftShift(Object value)",
    "('a' << 'b').toString()",
    (run, self, value: Obj) => new Builder(STRING_BUFFER, self).append(run, textOf(value)),
  ],
  ["String next()", "'a'.next()", (_run, self) => nextText(self)],
  [
    "String previous()",
    "'b'.previous()",
    (_run, self) => {
      if (self === "") throw throwNew("java.lang.IllegalArgumentException", "the string is empty");
      const last = self.charCodeAt(self.length - 1);
      return last === 0 ? self.slice(0, -1) : self.slice(0, -1) + String.fromCharCode(last - 1);
    },
  ],
  ["Pattern bitwiseNegate()", "(~'a+').matcher('aa').matches()", (_run, self) => new Pattern(regexOf(self))],
  ["Matcher =~(Object pattern)", "('a1' =~ /\\d/).find()", (run, self, pattern: Obj) => matchesOf(run, self, pattern)],
  [
    "boolean ==~(Object pattern)",
    "'12' ==~ /\\d+/",
    (run, self, pattern: Obj) => patternOf(pattern).matches(run, self) !== undefined,
  ],
  [
    "boolean matches(CharSequence regex)",
    "'NL12'.matches('[A-Z]+\\\\d+')",
    (run, self, regex: string) => regexOf(regex).matches(run, self) !== undefined,
  ],
  [
    "boolean matches(Pattern pattern)",
    "'12'.matches(~/\\d+/)",
    (run, self, pattern: Pattern) => pattern.regex.matches(run, self) !== undefined,
  ],
  [
    "String replaceAll(CharSequence regex, CharSequence replacement)",
    "'a1b2'.replaceAll('[0-9]', '<$0>')",
    (run, self, regex: string, replacement: string) =>
      matchesOf(run, self, regex).replace((m) => m.expand(replacement), true),
  ],
  [
    "String replaceAll(Pattern pattern, CharSequence replacement)",
    "'a1b2'.replaceAll(~/\\d/, '#')",
    (run, self, pattern: Pattern, replacement: string) =>
      matchesOf(run, self, pattern).replace((m) => m.expand(replacement), true),
  ],
  [
    "String replaceAll(CharSequence regex, Closure replacer)",
    "'a1b2'.replaceAll('[0-9]') { it.toInteger() + 1 }",
    (run, self, regex: string, replacer: Closure) =>
      matchesOf(run, self, regex).replace((m) => textOf(replacer.call1(groupsFor(m))), true),
  ],
  [
    "String replaceAll(Pattern pattern, Closure replacer)",
    "'a1b2'.replaceAll(~/(\\w)(\\d)/) { all, l, d -> d + l }",
    (run, self, pattern: Pattern, replacer: Closure) =>
      matchesOf(run, self, pattern).replace((m) => textOf(replacer.call1(groupsFor(m))), true),
  ],
  [
    "String replaceFirst(CharSequence regex, CharSequence replacement)",
    "'a1b2'.replaceFirst('[0-9]', '#')",
    (run, self, regex: string, replacement: string) =>
      matchesOf(run, self, regex).replace((m) => m.expand(replacement), false),
  ],
  [
    "String replaceFirst(Pattern pattern, CharSequence replacement)",
    "'a1b2'.replaceFirst(~/\\d/, '#')",
    (run, self, pattern: Pattern, replacement: string) =>
      matchesOf(run, self, pattern).replace((m) => m.expand(replacement), false),
  ],
  [
    "String replaceFirst(CharSequence regex, Closure replacer)",
    "'a1b2'.replaceFirst('[0-9]') { '<' + it + '>' }",
    (run, self, regex: string, replacer: Closure) =>
      matchesOf(run, self, regex).replace((m) => textOf(replacer.call1(groupsFor(m))), false),
  ],
  [
    "String replaceFirst(Pattern pattern, Closure replacer)",
    "'a1b2'.replaceFirst(~/\\d/) { '<' + it + '>' }",
    (run, self, pattern: Pattern, replacer: Closure) =>
      matchesOf(run, self, pattern).replace((m) => textOf(replacer.call1(groupsFor(m))), false),
  ],
  [
    "String replace(Map replacements)",
    "'a-b'.replace(['a': 'x', '-': '+'])",
    (run, self, map: JMap) => replaceKeys(run, self, map),
  ],
  [
    "String[] split(String regex)",
    "'a,b,,'.split(',').toList()",
    (run, self, regex: string) => strings(splitText(run, regexOf(regex), self, 0)),
  ],
  [
    "String[] split(String regex, int limit)",
    "'a,b,c'.split(',', 2).toList()",
    (run, self, regex: string, limit: number) => strings(splitText(run, regexOf(regex), self, limit)),
  ],
  [
    "String[] split()",
    "' a  b '.split().toList()",
    (_run, self) => strings(tokens(self, " \t\n\r\f").items as string[]),
  ],
  ["List tokenize()", "' a  b '.tokenize()", (_run, self) => tokens(self, " \t\n\r\f")],
  [
    "List tokenize(CharSequence separators)",
    "'a,b;;c'.tokenize(',;')",
    (run, self, separators: string) => {
      run.take(self.length);
      return tokens(self, separators);
    },
  ],
  [
    "List tokenize(char separator)",
    "'a,b'.tokenize(',' as char)",
    (_run, self, separator: Char) => tokens(self, separator.text()),
  ],
  ["String padLeft(Number width)", "'7'.padLeft(3)", (run, self, width: Obj) => fill(run, width, " ", self, "left")],
  [
    "String padLeft(Number width, CharSequence padding)",
    "'7'.padLeft(3, '0')",
    (run, self, width: Obj, padding: string) => fill(run, width, padding, self, "left"),
  ],
  [
    "String padRight(Number width)",
    "'7'.padRight(3) + '|'",
    (run, self, width: Obj) => fill(run, width, " ", self, "right"),
  ],
  [
    "String padRight(Number width, CharSequence padding)",
    "'7'.padRight(3, '.')",
    (run, self, width: Obj, padding: string) => fill(run, width, padding, self, "right"),
  ],
  [
    "String center(Number width)",
    "'ab'.center(6) + '|'",
    (run, self, width: Obj) => fill(run, width, " ", self, "both"),
  ],
  [
    "String center(Number width, CharSequence padding)",
    "'ab'.center(6, '*')",
    (run, self, width: Obj, padding: string) => fill(run, width, padding, self, "both"),
  ],
  ["String capitalize()", "'ann'.capitalize()", (_run, self) => self.charAt(0).toUpperCase() + self.slice(1)],
  ["String uncapitalize()", "'Ann'.uncapitalize()", (_run, self) => self.charAt(0).toLowerCase() + self.slice(1)],
  ["String reverse()", "'abc'.reverse()", (run, self) => sized(run, [...self].reverse().join(""))],
  [
    "int count(CharSequence part)",
    "'banana'.count('an')",
    (run, self, part: string) => {
      run.steps(1 + (self.length >> 5));
      let count = 0;
      for (let at = self.indexOf(part); at >= 0; at = self.indexOf(part, at + 1)) if (++count > self.length) break;
      return count;
    },
  ],
  ["boolean isNumber()", "'1.5e3'.isNumber()", (_run, self) => isNumeric(self, "decimal")],
  ["boolean isInteger()", "'12'.isInteger()", (_run, self) => isNumeric(self, "int")],
  ["boolean isLong()", "'12'.isLong()", (_run, self) => isNumeric(self, "long")],
  ["boolean isBigInteger()", "'12'.isBigInteger()", (_run, self) => /^[+-]?\d+$/.test(self.trim())],
  ["boolean isBigDecimal()", "'12.5'.isBigDecimal()", (_run, self) => isNumeric(self, "decimal")],
  ["boolean isDouble()", "'12.5'.isDouble()", (_run, self) => isNumeric(self, "double")],
  ["boolean isFloat()", "'12.5'.isFloat()", (_run, self) => isNumeric(self, "double")],
  ["boolean isAllWhitespace()", "' \\t'.isAllWhitespace()", (_run, self) => /^\s*$/.test(self)],
  ["Integer toInteger()", "'42'.toInteger()", (_run, self) => parseNumber(self, T.INTEGER)],
  ["Long toLong()", "'42'.toLong()", (_run, self) => parseNumber(self, T.LONG)],
  ["Short toShort()", "'42'.toShort()", (_run, self) => parseNumber(self, T.SHORT)],
  ["Double toDouble()", "'42.5'.toDouble()", (_run, self) => parseNumber(self, T.DOUBLE)],
  ["Float toFloat()", "'42.5'.toFloat()", (_run, self) => parseNumber(self, T.FLOAT)],
  ["BigDecimal toBigDecimal()", "'42.50'.toBigDecimal()", (_run, self) => parseNumber(self, T.BIG_DECIMAL)],
  ["BigInteger toBigInteger()", "'42'.toBigInteger()", (_run, self) => parseNumber(self, T.BIG_INTEGER)],
  ["Boolean toBoolean()", "'yes'.toBoolean()", (_run, self) => ["true", "y", "1"].includes(self.trim().toLowerCase())],
  [
    "Character toCharacter()",
    "'a'.toCharacter()",
    (_run, self) => {
      if (self.length === 0) throw throwNew("java.lang.StringIndexOutOfBoundsException", "index 0, length 0");
      return new Char(self.charCodeAt(0));
    },
  ],
  [
    "List toList()",
    "'abc'.toList()",
    (run, self) => {
      run.take(self.length * 16);
      return new JList(self.split(""));
    },
  ],
  [
    "Set toSet()",
    "'abca'.toSet()",
    (run, self) => {
      run.take(self.length * 64);
      return new JSet(self.split(""));
    },
  ],
  [
    "String[] getChars()",
    "'ab'.chars.length",
    (_run, self) =>
      new JArray(
        self.split("").map((one) => new Char(one.charCodeAt(0))),
        "char",
      ),
  ],
  [
    "List readLines()",
    "'a\\nb\\n'.readLines()",
    (run, self) => {
      run.take(self.length);
      return new JList(lines(self));
    },
  ],
  [
    "Object eachLine(Closure action)",
    "def l = []\n'a\\nb'.eachLine { l << it }\nl",
    (_run, self, action: Closure) => eachLine(lines(self), 0, action),
  ],
  [
    "Object eachLine(int first, Closure action)",
    "def l = []\n'a\\nb'.eachLine(1) { text, n -> l << \"$n$text\".toString() }\nl",
    (_run, self, first: number, action: Closure) => eachLine(lines(self), first, action),
  ],
  [
    "Object splitEachLine(CharSequence regex, Closure action)",
    "def l = []\n'a,b\\nc,d'.splitEachLine(',') { l << it[1] }\nl",
    (run, self, regex: string, action: Closure) => {
      let result: Obj = null;
      for (const line of lines(self)) result = action.call1(new JList(splitText(run, regexOf(regex), line, 0)));
      return result;
    },
  ],
  ["Object getAt(Object place)", "'invoice'[0..1]", (run, self, place: Obj) => getAt(run, self, place)],
  ["String take(int count)", "'invoice'.take(2)", (_run, self, count: number) => self.slice(0, Math.max(0, count))],
  ["String drop(int count)", "'invoice'.drop(2)", (_run, self, count: number) => self.slice(Math.max(0, count))],
  [
    "String takeRight(int count)",
    "'invoice'.takeRight(2)",
    (_run, self, count: number) => (count <= 0 ? "" : self.slice(-count)),
  ],
  [
    "String dropRight(int count)",
    "'invoice'.dropRight(2)",
    (_run, self, count: number) => (count <= 0 ? self : self.slice(0, -count)),
  ],
  [
    "String takeWhile(Closure condition)",
    "'12ab'.takeWhile { it < 'a' }",
    (_run, self, condition: Closure) => self.slice(0, whileLength(self, condition)),
  ],
  [
    "String dropWhile(Closure condition)",
    "'12ab'.dropWhile { it < 'a' }",
    (_run, self, condition: Closure) => self.slice(whileLength(self, condition)),
  ],
  [
    "String takeAfter(CharSequence part)",
    "'a=b=c'.takeAfter('=')",
    (_run, self, part: string) =>
      part === "" || !self.includes(part) ? "" : self.slice(self.indexOf(part) + part.length),
  ],
  [
    "String takeBefore(CharSequence part)",
    "'a=b=c'.takeBefore('=')",
    (_run, self, part: string) => (part === "" || !self.includes(part) ? "" : self.slice(0, self.indexOf(part))),
  ],
  [
    "String takeBetween(CharSequence from, CharSequence to)",
    "'<a>'.takeBetween('<', '>')",
    (_run, self, from: string, to: string) => between(self, from, to),
  ],
  [
    "String takeBetween(CharSequence enclosure)",
    "'-a-b'.takeBetween('-')",
    (_run, self, enclosure: string) => between(self, enclosure, enclosure),
  ],
  [
    "boolean startsWithAny(CharSequence... prefixes)",
    "'invoice'.startsWithAny('x', 'in')",
    (_run, self, prefixes: string[]) => prefixes.some((one) => self.startsWith(one)),
  ],
  [
    "boolean endsWithAny(CharSequence... suffixes)",
    "'a.csv'.endsWithAny('.txt', '.csv')",
    (_run, self, suffixes: string[]) => suffixes.some((one) => self.endsWith(one)),
  ],
  [
    "boolean containsIgnoreCase(CharSequence part)",
    "'Invoice'.containsIgnoreCase('VOI')",
    (_run, self, part: string) => self.toLowerCase().includes(part.toLowerCase()),
  ],
  [
    "boolean startsWithIgnoreCase(CharSequence part)",
    "'Invoice'.startsWithIgnoreCase('IN')",
    (_run, self, part: string) => self.toLowerCase().startsWith(part.toLowerCase()),
  ],
  [
    "boolean endsWithIgnoreCase(CharSequence part)",
    "'a.CSV'.endsWithIgnoreCase('.csv')",
    (_run, self, part: string) => self.toLowerCase().endsWith(part.toLowerCase()),
  ],
  [
    "boolean isCase(Object value)",
    "'a'.isCase('a')",
    (_run, self, value: Obj) => value !== null && self === textOf(value),
  ],
  [
    "String find(CharSequence regex)",
    "'a12'.find('[0-9]+')",
    (run, self, regex: string) => firstMatch(run, self, regex),
  ],
  [
    "String find(Pattern pattern)",
    "'a12'.find(~/\\d+/)",
    (run, self, pattern: Pattern) => firstMatch(run, self, pattern),
  ],
  [
    "Object find(CharSequence regex, Closure use)",
    "'k=v'.find('(.)=(.)') { all, k, v -> v }",
    (run, self, regex: string, use: Closure) => {
      const m = matchesOf(run, self, regex);
      return m.find() ? textOf(use.call1(groupsFor(m))) : "";
    },
  ],
  [
    "Object find(Pattern pattern, Closure use)",
    "'k=v'.find(~/(.)=(.)/) { all, k, v -> v }",
    (run, self, pattern: Pattern, use: Closure) => {
      const m = matchesOf(run, self, pattern);
      return m.find() ? textOf(use.call1(groupsFor(m))) : "";
    },
  ],
  [
    "List findAll(CharSequence regex)",
    "'a1b22'.findAll('[0-9]+')",
    (run, self, regex: string) => allMatches(run, self, regex),
  ],
  [
    "List findAll(Pattern pattern)",
    "'a1b22'.findAll(~/\\d+/)",
    (run, self, pattern: Pattern) => allMatches(run, self, pattern),
  ],
  [
    "List findAll(CharSequence regex, Closure use)",
    "'a1b22'.findAll('[0-9]+') { it.toInteger() * 2 }",
    (run, self, regex: string, use: Closure) => collectMatches(run, self, regex, use),
  ],
  [
    "List findAll(Pattern pattern, Closure use)",
    "'a=1'.findAll(~/(\\w)=(\\w)/) { all, k, v -> k }",
    (run, self, pattern: Pattern, use: Closure) => collectMatches(run, self, pattern, use),
  ],
  [
    "String eachMatch(CharSequence regex, Closure use)",
    "def l = []\n'a1b2'.eachMatch('[0-9]') { l << it }\nl",
    (run, self, regex: string, use: Closure) => {
      collectMatches(run, self, regex, use);
      return self;
    },
  ],
  [
    "String eachMatch(Pattern pattern, Closure use)",
    "def l = []\n'a1b2'.eachMatch(~/\\d/) { l << it }\nl",
    (run, self, pattern: Pattern, use: Closure) => {
      collectMatches(run, self, pattern, use);
      return self;
    },
  ],
  [
    "String collectReplacements(Closure how)",
    "'abc'.collectReplacements { it == 'b' ? 'X' : null }",
    (run, self, how: Closure) => {
      let text = "";
      for (const char of self.split("")) {
        const put = how.call1(char);
        text += put === null ? char : textOf(put);
      }
      return sized(run, text);
    },
  ],
  [
    "String tr(CharSequence from, CharSequence to)",
    "'hello'.tr('el', 'ip')",
    (run, self, from: string, to: string) => sized(run, translate(self, from, to)),
  ],
  ["String stripIndent()", "'  a\\n    b'.stripIndent()", (_run, self) => stripIndent(self, indentOf(self))],
  ["String stripIndent(int count)", "'   a'.stripIndent(2)", (_run, self, count: number) => stripIndent(self, count)],
  ["String stripMargin()", "'|a\\n   |b'.stripMargin()", (_run, self) => stripMargin(self, "|")],
  [
    "String stripMargin(CharSequence mark)",
    "'#a\\n   #b'.stripMargin('#')",
    (_run, self, mark: string) => stripMargin(self, mark),
  ],
  ["String normalize()", "'a\\r\\nb'.normalize()", (_run, self) => self.replace(/\r\n|\r/g, "\n")],
  ["String denormalize()", "'a\\nb'.denormalize()", (_run, self) => self.replace(/\r\n|\r/g, "\n")],
  ["String expand()", "'a\\tb'.expand()", (_run, self) => expand(self, 8)],
  ["String expand(int tab)", "'a\\tb'.expand(4)", (_run, self, tab: number) => expand(self, tab)],
]);

define<GString>(T.GSTRING, [
  ["int getValueCount()", '"${1}-${2}".valueCount', (_run, self) => self.values.length],
  ["Object[] getValues()", '"${1}-${2}".values.toList()', (_run, self) => new JArray([...self.values])],
  ["String[] getStrings()", '"a${1}b".strings.toList()', (_run, self) => strings([...self.texts])],
  ["GString plus(CharSequence other)", "(\"a${1}\" + 'b').toString()", (_run, self, other: string) => self.plus(other)],
]);
