import type { Closure } from "../../runtime/closure.ts";
import { JArray } from "../../runtime/list.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { throwNew } from "../../runtime/throwable.ts";
import { streamOf } from "../collection/stream.ts";
import { define, defineFields } from "../define.ts";
import type { Builder } from "../text/builder.ts";
import * as Flags from "./parse.ts";
import { MATCHER, Matcher, PATTERN, Pattern, splitText } from "./pattern.ts";
import { regexOf } from "./regex.ts";

/** Escapes what a pattern would read as more than itself. */
function quote(text: string): string {
  return text.includes("\\E") ? `\\Q${text.replaceAll("\\E", "\\E\\\\E\\Q")}\\E` : `\\Q${text}\\E`;
}

defineFields(PATTERN, {
  UNIX_LINES: Flags.UNIX_LINES,
  CASE_INSENSITIVE: Flags.CASE_INSENSITIVE,
  COMMENTS: Flags.COMMENTS,
  MULTILINE: Flags.MULTILINE,
  LITERAL: Flags.LITERAL,
  DOTALL: Flags.DOTALL,
  UNICODE_CASE: Flags.UNICODE_CASE,
  UNICODE_CHARACTER_CLASS: Flags.UNICODE_CLASS,
});

define<Pattern>(PATTERN, [
  [
    "static Pattern compile(String regex)",
    "java.util.regex.Pattern.compile('a+').matcher('caat').find()",
    (_run, _self, regex: string) => new Pattern(regexOf(regex)),
  ],
  [
    "static Pattern compile(String regex, int flags)",
    "import java.util.regex.Pattern\nPattern.compile('A+', Pattern.CASE_INSENSITIVE).matcher('caat').find()",
    (_run, _self, regex: string, flags: number) => new Pattern(regexOf(regex, flags)),
  ],
  [
    "static boolean matches(String regex, CharSequence text)",
    "java.util.regex.Pattern.matches('[a-z]+', 'abc')",
    (run, _self, regex: string, text: string) => regexOf(regex).matches(run, text) !== undefined,
  ],
  [
    "static String quote(String text)",
    "java.util.regex.Pattern.quote('a.b')",
    (_run, _self, text: string) => quote(text),
  ],
  [
    "Matcher matcher(CharSequence text)",
    "(~/\\d+/).matcher('a12').find()",
    (run, self, text: string) => new Matcher(run, self.regex, text),
  ],
  ["String pattern()", "(~/\\d+/).pattern()", (_run, self) => self.regex.source],
  ["int flags()", "(~/\\d+/).flags()", (_run, self) => self.regex.flags],
  [
    "String[] split(CharSequence text)",
    "(~/,/).split('a,b').toList()",
    (run, self, text: string) => new JArray(splitText(run, self.regex, text, 0), "java.lang.String"),
  ],
  [
    "String[] split(CharSequence text, int limit)",
    "(~/,/).split('a,b,c', 2).toList()",
    (run, self, text: string, limit: number) => new JArray(splitText(run, self.regex, text, limit), "java.lang.String"),
  ],
  ["boolean isCase(Object value)", "(~/\\d+/).isCase('12')", (run, self, value: Obj) => self.isCase(run, value)],
]);

define<Matcher>(MATCHER, [
  ["boolean find()", "def m = 'a1b2' =~ /\\d/\nm.find()", (_run, self) => self.find()],
  [
    "boolean find(int from)",
    "def m = 'a1b2' =~ /\\d/\nm.find(2) ? m.group() : ''",
    (_run, self, from: number) => self.find(from),
  ],
  ["boolean matches()", "('2024' =~ /\\d{4}/).matches()", (_run, self) => self.matches()],
  ["boolean lookingAt()", "('2024-05' =~ /\\d{4}/).lookingAt()", (_run, self) => self.lookingAt()],
  ["String group()", "def m = 'a1' =~ /\\d/\nm.find()\nm.group()", (_run, self) => self.group()],
  [
    "String group(int index)",
    "def m = 'k=v' =~ /(\\w)=(\\w)/\nm.find()\nm.group(2)",
    (_run, self, index: number) => self.group(index),
  ],
  [
    "String group(String name)",
    "def m = 'k=v' =~ /(?<key>\\w)=\\w/\nm.find()\nm.group('key')",
    (_run, self, name: string) => self.group(name),
  ],
  ["int groupCount()", "('k=v' =~ /(\\w)=(\\w)/).groupCount()", (_run, self) => self.regex.groups],
  ["boolean hasGroup()", "('k=v' =~ /(\\w)=/).hasGroup()", (_run, self) => self.regex.groups > 0],
  ["int start()", "def m = 'ab1' =~ /\\d/\nm.find()\nm.start()", (_run, self) => self.start()],
  [
    "int start(Object group)",
    "def m = 'k=v' =~ /=(\\w)/\nm.find()\nm.start(1)",
    (_run, self, group: Obj) => self.start(group),
  ],
  ["int end()", "def m = 'ab1' =~ /\\d/\nm.find()\nm.end()", (_run, self) => self.end()],
  [
    "int end(Object group)",
    "def m = 'k=v' =~ /=(\\w)/\nm.find()\nm.end(1)",
    (_run, self, group: Obj) => self.end(group),
  ],
  [
    "Matcher reset()",
    "def m = 'a1' =~ /\\d/\nm.find()\nm.reset().find()",
    (_run, self) => {
      self.reset();
      return self;
    },
  ],
  [
    "Matcher reset(CharSequence text)",
    "('a1' =~ /\\d/).reset('x').find()",
    (_run, self, text: string) => {
      self.subject = text;
      self.reset();
      return self;
    },
  ],
  [
    "String replaceAll(String replacement)",
    "('a1b2' =~ /\\d/).replaceAll('#')",
    (_run, self, replacement: string) => self.replace((m) => m.expand(replacement), true),
  ],
  [
    "String replaceAll(Function replacer)",
    "('a1b2' =~ /\\d/).replaceAll({ it.group() * 2 })",
    (_run, self, replacer: Closure) => self.replace((m) => m.expand(textOf(replacer.call1(m))), true),
  ],
  [
    "String replaceFirst(String replacement)",
    "('a1b2' =~ /\\d/).replaceFirst('#')",
    (_run, self, replacement: string) => self.replace((m) => m.expand(replacement), false),
  ],
  ["Pattern pattern()", "('a' =~ /\\d/).pattern().pattern()", (_run, self) => new Pattern(self.regex)],
  ["Object getAt(int index)", "('a1b2' =~ /\\d/)[1]", (_run, self, index: number) => matchAt(self, index)],
  ["long size()", "('a1b2' =~ /\\d/).size()", (_run, self) => BigInt(self.children().length)],
  ["int getCount()", "('a1b2' =~ /\\d/).count", (_run, self) => self.children().length],
  [
    "MatchResult toMatchResult()",
    "def m = 'a1' =~ /\\d/\nm.find()\nm.toMatchResult().group()",
    (run, self) => copyOf(run, self),
  ],
  [
    "Stream results()",
    "('a1b2' =~ /\\d/).results().count()",
    (run, self) => {
      self.reset();
      const results: Obj[] = [];
      while (self.find()) results.push(copyOf(run, self));
      return streamOf(run, results);
    },
  ],
  [
    "Matcher appendReplacement(Appendable to, String replacement)",
    "def sb = new StringBuffer()\ndef m = 'a1b' =~ /\\d/\nwhile (m.find()) m.appendReplacement(sb, '#')\nm.appendTail(sb).toString()",
    (run, self, to: Builder, replacement: string) => {
      to.append(run, self.subject.slice(self.appended, self.start()) + self.expand(replacement));
      self.appended = self.end();
      return self;
    },
  ],
  [
    "Appendable appendTail(Appendable to)",
    "('a1b' =~ /\\d/).appendTail(new StringBuffer()).toString()",
    (run, self, to: Builder) => {
      to.append(run, self.subject.slice(self.appended));
      return to;
    },
  ],
  [
    "Matcher usePattern(Pattern pattern)",
    "('a1' =~ /b/).usePattern(~/\\d/).find()",
    (_run, self, pattern: Pattern) => {
      self.regex = pattern.regex;
      self.found = undefined;
      return self;
    },
  ],
  [
    "static String quoteReplacement(String text)",
    "java.util.regex.Matcher.quoteReplacement('a$b')",
    (_run, _self, text: string) => text.replace(/[\\$]/g, "\\$&"),
  ],
]);

function copyOf(run: Run, matcher: Matcher): Matcher {
  const copy = new Matcher(run, matcher.regex, matcher.subject);
  copy.found = matcher.found;
  return copy;
}

/** `matcher[i]`: the match of that number, counted from the end when negative. */
function matchAt(matcher: Matcher, index: number): Obj {
  const items = matcher.children();
  const at = index < 0 ? index + items.length : index;
  const item = items[at];
  if (item === undefined) {
    throw throwNew(
      "java.lang.IndexOutOfBoundsException",
      `index is out of range ${-items.length}..${items.length - 1} (index = ${index})`,
    );
  }
  return item;
}
