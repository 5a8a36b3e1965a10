import { parseNumber } from "../../runtime/cast.ts";
import type { GClass } from "../../runtime/class.ts";
import type { Closure } from "../../runtime/closure.ts";
import { Cursor } from "../../runtime/iterator.ts";
import { JList } from "../../runtime/list.ts";
import type { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Range } from "../../runtime/range.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import * as T from "../../runtime/types.ts";
import { define } from "../define.ts";
import { writeTo } from "../io/writers.ts";
import "./attributes.ts";
import { appendNode, replaceBody, replaceNode } from "./change.ts";
import { GPATH_RESULT, NODE_CHILD, XML_SLURPER } from "./classes.ts";
import { breadthFirst, depthFirst, NodeChild } from "./nodes.ts";
import { parseXml } from "./parse.ts";
import { type GPath, make } from "./path.ts";
import { defineReading, type Reading } from "./reading.ts";
import { slurp } from "./slurped.ts";

/** `groovy.xml.XmlSlurper`: reads a document for paths to lead through. */
class XmlSlurper extends GObject implements Reading {
  aware = true;
  keepSpace = false;
  trim = false;

  override get cls(): GClass {
    return XML_SLURPER;
  }

  read(run: Run, text: string): Obj {
    const { root, namespaces } = parseXml(run, text, this.aware);
    const hints = new Map([...namespaces].filter(([prefix]) => prefix !== ""));
    return new NodeChild({ run, hints }, slurp(run, root, this.keepSpace));
  }
}

defineReading(XML_SLURPER, "groovy.xml.XmlSlurper", () => new XmlSlurper());

const r = 'def r = new groovy.xml.XmlSlurper().parseText(\'<r><e i="1">5</e><e i="2">7</e></r>\')\nr';

const number = (path: GPath, cls: GClass): Obj => (path.text() === "" ? null : parseNumber(path.text(), cls));

define<GPath>(GPATH_RESULT, [
  ["boolean equals(Object other)", `${r}.e[0].equals('5')`, (_run, self, other: Obj) => self.equals(other)],
  ["String text()", `${r}.e.text()`, (_run, self) => self.text()],
  ["String toString()", `${r}.e.toString()`, (_run, self) => self.text()],
  [
    "Object getProperty(String step)",
    `${r}.getProperty('e').size()`,
    (run, self, step: string) => self.getProperty(run, step),
  ],
  ["String name()", `${r}.e.name()`, (_run, self) => self.name],
  ["int size()", `${r}.e.size()`, (_run, self) => self.children().length],
  ["boolean isEmpty()", `${r}.x.isEmpty()`, (_run, self) => self.children().length === 0],
  ["GPathResult parent()", `${r}.e[0].parent().name()`, (_run, self) => self.parent],
  ["GPathResult pop()", `${r}.e.pop().name()`, (_run, self) => self.parent],
  ["GPathResult children()", `${r}.children().size()`, (_run, self) => make.children(self, "*", "*")],
  ["List list()", `${r}.e.list().size()`, (_run, self) => new JList(self.children())],
  ["Iterator iterator()", `${r}.e.iterator().next().text()`, (_run, self) => Cursor.over(self.children())],
  ["Iterator nodeIterator()", `${r}.e.nodeIterator().next().text()`, (_run, self) => Cursor.over(self.children())],
  [
    "Iterator childNodes()",
    `${r}.childNodes().next().name()`,
    (_run, self) => {
      return Cursor.over(make.children(self, "*", "*").children());
    },
  ],
  ["Iterator depthFirst()", `${r}.depthFirst().collect { it.name() }`, (_run, self) => Cursor.over(depthFirst(self))],
  [
    "Iterator breadthFirst()",
    `${r}.breadthFirst().collect { it.name() }`,
    (_run, self) => Cursor.over(breadthFirst(self)),
  ],
  [
    "GPathResult find(Closure test)",
    `${r}.e.find { it.@i == '2' }.text()`,
    (_run, self, test: Closure) => self.find(test),
  ],
  [
    "GPathResult findAll(Closure test)",
    `${r}.e.findAll { it.text() > '5' }.size()`,
    (_run, self, test: Closure) => self.filter(test),
  ],
  ["GPathResult getAt(int index)", `${r}.e[1].text()`, (_run, self, index: number) => self.at(index)],
  [
    "List getAt(IntRange range)",
    `${r}.e[0..1].size()`,
    (_run, self, range: Range) => new JList(range.list().map((index) => self.at(index as number))),
  ],
  [
    "void putAt(int index, Object value)",
    `${r}.e[0] = 'new'\nr.e[0].text()`,
    (_run, self, index: number, value: Obj) => {
      const one = self.at(index);
      one.assign(one, value);
      return null;
    },
  ],
  ["Integer toInteger()", `${r}.e[0].toInteger()`, (_run, self) => number(self, T.INTEGER)],
  ["Long toLong()", `${r}.e[0].toLong()`, (_run, self) => number(self, T.LONG)],
  ["Float toFloat()", `${r}.e[0].toFloat()`, (_run, self) => number(self, T.FLOAT)],
  ["Double toDouble()", `${r}.e[0].toDouble()`, (_run, self) => number(self, T.DOUBLE)],
  ["BigDecimal toBigDecimal()", `${r}.e[0].toBigDecimal()`, (_run, self) => number(self, T.BIG_DECIMAL)],
  ["BigInteger toBigInteger()", `${r}.e[0].toBigInteger()`, (_run, self) => number(self, T.BIG_INTEGER)],
  [
    "Boolean toBoolean()",
    `${r}.e[0].toBoolean()`,
    (_run, self) => (self.text() === "" ? null : /^(true|y|1)$/i.test(self.text().trim())),
  ],
  [
    "void replaceNode(Closure code)",
    `${r}.e.replaceNode { f('x') }\ngroovy.xml.XmlUtil.serialize(r)`,
    (_run, self, code: Closure) => {
      replaceNode(self, code);
      return null;
    },
  ],
  [
    "void replaceBody(Object value)",
    `${r}.e.replaceBody('x')\nr.e.text()`,
    (_run, self, value: Obj) => {
      replaceBody(self, value);
      return null;
    },
  ],
  [
    "void appendNode(Object value)",
    `${r}.appendNode { f('x') }\ngroovy.xml.XmlUtil.serialize(r)`,
    (_run, self, value: Obj) => {
      appendNode(self, value);
      return null;
    },
  ],
  [
    "GPathResult leftShift(Object value)",
    `${r} << { f('x') }\ngroovy.xml.XmlUtil.serialize(r)`,
    (_run, self, value: Obj) => {
      appendNode(self, value);
      return self;
    },
  ],
  [
    "GPathResult plus(Object value)",
    `${r}.e[0] + { f('x') }\ngroovy.xml.XmlUtil.serialize(r)`,
    (_run, self, value: Obj) => {
      for (const one of self.children()) afterNode(one, value);
      return self;
    },
  ],
  [
    "GPathResult declareNamespace(Map namespaces)",
    "new groovy.xml.XmlSlurper().parseText('<a xmlns:p=\"u\"><p:b>1</p:b></a>').declareNamespace(q: 'u').'q:b'.text()",
    (_run, self, namespaces: JMap) => {
      for (const { key, value } of namespaces.entries()) self.declared.set(textOf(key), textOf(value));
      return self;
    },
  ],
  [
    "String lookupNamespace(String prefix)",
    "new groovy.xml.XmlSlurper().parseText('<a xmlns:p=\"u\"/>').lookupNamespace('p')",
    (_run, self, prefix: string) => self.context.hints.get(prefix) ?? null,
  ],
  [
    "Writer writeTo(Appendable to)",
    `def w = new StringWriter()\n${r.replace("def r", "def r")}.writeTo(w)\nw.toString()`,
    (run, self, to: GObject) => writeTo(run, to, self.text()),
  ],
]);

/** Writes an element as it is, and a value after it. */
function afterNode(path: GPath, value: Obj): void {
  const [node] = path.nodes;
  if (!node) return;
  const replacement = {
    build(builder: Obj) {
      node.replaced.pop();
      const document = builder as unknown as { body(value: Obj): void };
      document.body(path);
      document.body(value);
      node.replaced.push(replacement);
    },
  };
  node.replaced.push(replacement);
}

define<NodeChild>(NODE_CHILD, [
  ["Map attributes()", `${r}.e[0].attributes()`, (_run, self) => self.node.attributes],
  ["List localText()", `${r}.e[0].localText()`, (_run, self) => new JList(self.node.localText)],
  [
    "String namespaceURI()",
    "new groovy.xml.XmlSlurper().parseText('<p:a xmlns:p=\"u\"/>').namespaceURI()",
    (_run, self) => self.node.uri,
  ],
]);
