import type { Closure } from "../../runtime/closure.ts";
import { Cursor } from "../../runtime/iterator.ts";
import { JList } from "../../runtime/list.ts";
import { JMap } from "../../runtime/map.ts";
import type { Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { define } from "../define.ts";
import { NODE, NODE_LIST } from "./classes.ts";
import { NodeList, XmlNode } from "./node.ts";
import { builtNodes } from "./node-builder.ts";
import type { QName } from "./qname.ts";

const n = 'def n = new groovy.xml.XmlParser().parseText(\'<r k="v"><e i="1">5</e>t<e/></r>\')\nn';

/** A node from its name and what else is given: attributes, a value, or both. */
function node(run: Run, parent: XmlNode | null, name: Obj, first?: Obj, second?: Obj): XmlNode {
  run.take(160);
  const key = typeof name === "object" && name !== null && "uri" in name ? name : textOf(name);
  if (first instanceof JMap) return new XmlNode(parent, key, first, second === undefined ? new NodeList() : second);
  return new XmlNode(parent, key, new JMap(), first === undefined ? new NodeList() : first);
}

define<XmlNode>(NODE, [
  [
    "new(Node parent, Object name)",
    "new Node(null, 'a').name()",
    (run, _self, parent: XmlNode, name: Obj) => {
      return node(run, parent, name);
    },
  ],
  [
    "new(Node parent, Object name, Object valueOrAttributes)",
    "new Node(null, 'a', 'text').text()",
    (run, _self, parent: XmlNode, name: Obj, first: Obj) => node(run, parent, name, first),
  ],
  [
    "new(Node parent, Object name, Map attributes, Object value)",
    "new Node(null, 'a', [k: 'v'], 'text').toString()",
    (run, _self, parent: XmlNode, name: Obj, attributes: JMap, value: Obj) =>
      node(run, parent, name, attributes, value),
  ],
  ["Object name()", `${n}.name()`, (_run, self) => self.name],
  ["String text()", `${n}.text()`, (_run, self) => self.textContent],
  ["Object value()", `${n}.e[0].value()`, (_run, self) => self.value],
  [
    "List localText()",
    `${n}.localText()`,
    (_run, self) => {
      return new JList(self.content.filter((item) => !(item instanceof XmlNode)).map((item) => textOf(item)));
    },
  ],
  ["String toString()", `${n}.toString()`, (_run, self) => self.text()],
  [
    "void setValue(Object value)",
    `${n}.e[0].value = 'x'\nn.e[0].text()`,
    (_run, self, value: Obj) => {
      self.value = value;
      return null;
    },
  ],
  ["Map attributes()", `${n}.attributes()`, (_run, self) => self.attributes],
  ["Object attribute(Object name)", `${n}.attribute('k')`, (_run, self, name: Obj) => self.attributes.get(name)],
  [
    "List children()",
    `${n}.children().size()`,
    (_run, self) => {
      return self.value instanceof JList ? self.value : new NodeList([...self.content]);
    },
  ],
  ["Node parent()", `${n}.e[0].parent().name()`, (_run, self) => self.parent],
  ["Iterator iterator()", `${n}.iterator().next().name()`, (_run, self) => Cursor.over(self.content)],
  ["Object get(String step)", `${n}.get('e').size()`, (run, self, step: string) => self.step(run, step)],
  [
    "NodeList getAt(QName name)",
    `${n}[new groovy.namespace.QName('e')].size()`,
    (run, self, name: QName) => {
      return self.named(run, name);
    },
  ],
  [
    "boolean append(Node child)",
    `${n}.append(new Node(null, 'f'))\nn.children().size()`,
    (run, self, child: XmlNode) => {
      run.take(16);
      self.append(child);
      return true;
    },
  ],
  ["Node appendNode(Object name)", `${n}.appendNode('f').name()`, (run, self, name: Obj) => node(run, self, name)],
  [
    "Node appendNode(Object name, Object valueOrAttributes)",
    `${n}.appendNode('f', 'text').text()`,
    (run, self, name: Obj, first: Obj) => node(run, self, name, first),
  ],
  [
    "Node appendNode(Object name, Map attributes, Object value)",
    `${n}.appendNode('f', [k: 'v'], 'text').toString()`,
    (run, self, name: Obj, attributes: JMap, value: Obj) => node(run, self, name, attributes, value),
  ],
  [
    "boolean remove(Node child)",
    `${n}.remove(n.e[0])\nn.e.size()`,
    (_run, self, child: XmlNode) => {
      child.parent = null;
      const at = self.content.indexOf(child);
      if (at < 0) return false;
      self.list().grow().splice(at, 1);
      return true;
    },
  ],
  ["List depthFirst()", `${n}.depthFirst().size()`, (run, self) => new NodeList(self.depthFirst(run))],
  ["List breadthFirst()", `${n}.breadthFirst().size()`, (run, self) => new NodeList(self.breadthFirst(run))],
  ["Object clone()", `${n}.clone().e.size()`, (run, self) => self.clone(run)],
  [
    "Node replaceNode(Closure code)",
    `${n}.e[0].replaceNode { f('x') }\nn.f.text()`,
    (run, self, code: Closure) => put(self, builtNodes(run, code), true),
  ],
  [
    "Node replaceNode(Node other)",
    `${n}.e[0].replaceNode(new Node(null, 'f', 'x'))\nn.f.text()`,
    (_run, self, other: XmlNode) => put(self, [other], true),
  ],
  [
    "void plus(Closure code)",
    `${n}.e[0] + { f('x') }\nn.children().size()`,
    (run, self, code: Closure) => {
      put(self, builtNodes(run, code), false);
      return null;
    },
  ],
]);

/** Puts nodes after one, or in its place. */
function put(self: XmlNode, made: readonly XmlNode[], instead: boolean): XmlNode {
  const { parent } = self;
  if (!parent) return self;
  const items = parent.list().grow();
  const at = items.indexOf(self);
  items.splice(instead ? at : at + 1, instead ? 1 : 0, ...made);
  for (const one of made) one.parent = parent;
  if (instead) self.parent = null;
  return self;
}

define<NodeList>(NODE_LIST, [
  ["new()", "new NodeList().size()", () => new NodeList()],
  [
    "String text()",
    `${n}.e.text()`,
    (_run, self) => self.items.map((item) => (item instanceof XmlNode ? item.textContent : textOf(item))).join(""),
  ],
  [
    "NodeList getAt(QName name)",
    `${n}.e[new groovy.namespace.QName('x')].size()`,
    (run, self, name: QName) => {
      return new NodeList(self.items.flatMap((item) => (item instanceof XmlNode ? item.named(run, name).items : [])));
    },
  ],
  [
    "Node replaceNode(Closure code)",
    `${n}.e.find { it.@i }.replaceNode { f() }\nn.f.size()`,
    (run, self, code: Closure) => {
      const [first] = self.items;
      return first instanceof XmlNode ? put(first, builtNodes(run, code), true) : null;
    },
  ],
]);
