import type { GClass } from "../../runtime/class.ts";
import { GString } from "../../runtime/gstring.ts";
import { JList } from "../../runtime/list.ts";
import { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { textOf } from "../../runtime/text.ts";
import { NODE, NODE_LIST } from "./classes.ts";
import { QName } from "./qname.ts";

/** `groovy.util.Node`: an element that scripts may change, as XmlParser reads it and NodeBuilder makes it. */
export class XmlNode extends GObject {
  readonly name: Obj;
  readonly attributes: JMap;
  /** A list of nodes and texts, or any one value. */
  value: Obj;
  parent: XmlNode | null = null;

  constructor(parent: XmlNode | null, name: Obj, attributes = new JMap(), value: Obj = new NodeList()) {
    super();
    this.name = name;
    this.attributes = attributes;
    this.value = value;
    if (value instanceof JList) for (const item of value.items) if (item instanceof XmlNode) item.parent = this;
    parent?.append(this);
  }

  override get cls(): GClass {
    return NODE;
  }

  /** What it holds, as a list. */
  get content(): readonly Obj[] {
    if (this.value === null) return [];
    return this.value instanceof JList ? this.value.items : [this.value];
  }

  override children(): readonly Obj[] {
    return this.content;
  }

  /** Its content as a list that can be added to. */
  list(): JList {
    if (!(this.value instanceof JList)) this.value = new NodeList(this.value === null ? [] : [this.value]);
    return this.value as JList;
  }

  append(node: XmlNode): void {
    this.list().grow().push(node);
    node.parent = this;
  }

  /** The text in it and in what it holds. */
  get textContent(): string {
    if (!(this.value instanceof JList)) return this.value === null ? "" : textOf(this.value);
    return this.value.items
      .map((item) => (typeof item === "string" ? item : item instanceof XmlNode ? item.textContent : ""))
      .join("");
  }

  override text(): string {
    return `${textOf(this.name)}[attributes=${javaMap(this.attributes)}; value=${javaText(this.value)}]`;
  }

  override getProperty(run: Run, name: string): Obj {
    return this.step(run, name);
  }

  override setProperty(run: Run, name: string, value: Obj): boolean {
    if (!name.startsWith("@")) return false;
    run.take(64);
    this.attributes.set(name.slice(1), value);
    return true;
  }

  /** What one step of a path leads to. */
  step(run: Run, name: string): Obj {
    if (name.startsWith("@")) return this.attributes.get(name.slice(1));
    if (name === "..") return this.parent;
    if (name === "*") return this.value instanceof JList ? this.value : new NodeList([...this.content]);
    if (name === "**") return new NodeList(this.depthFirst(run));
    return this.named(run, name);
  }

  /** The elements in it that have a name. */
  named(run: Run, name: Obj): NodeList {
    run.steps(this.content.length + 1);
    return new NodeList(this.content.filter((item) => item instanceof XmlNode && item.hasName(name)));
  }

  hasName(name: Obj): boolean {
    if (this.name instanceof QName) return this.name.matches(name);
    return name instanceof QName ? name.matches(this.name) : this.name === name || textOf(this.name) === name;
  }

  /** It and all in it, each before what it holds; a text counts where it does not stand alone. */
  depthFirst(run: Run): Obj[] {
    const found: Obj[] = [];
    const visit = (node: XmlNode) => {
      run.step();
      run.take(16);
      found.push(node);
      const { content } = node;
      if (node !== this && content.length === 1 && !(content[0] instanceof XmlNode)) return;
      for (const item of content) {
        if (item instanceof XmlNode) visit(item);
        else if (typeof item === "string") found.push(item);
      }
    };
    visit(this);
    return found;
  }

  /** It, then what it holds, then what that holds. */
  breadthFirst(run: Run): Obj[] {
    const found: Obj[] = [];
    let level: Obj[] = [this];
    while (level.length > 0) {
      run.steps(level.length);
      run.take(level.length * 16);
      found.push(...level);
      level = level.flatMap((item) => {
        if (!(item instanceof XmlNode)) return [];
        const { content } = item;
        if (item !== this && content.length === 1 && !(content[0] instanceof XmlNode)) return [];
        return content.filter((one) => one instanceof XmlNode || typeof one === "string");
      });
    }
    return found;
  }

  /** A copy with copies of all in it. */
  clone(run: Run): XmlNode {
    run.take(160);
    const attributes = JMap.of(this.attributes.entries().map(({ key, value }) => [key, value] as const));
    const value =
      this.value instanceof JList ? new NodeList(this.value.items.map((item) => copied(run, item))) : this.value;
    return new XmlNode(null, this.name, attributes, value);
  }
}

function copied(run: Run, item: Obj): Obj {
  return item instanceof XmlNode ? item.clone(run) : item;
}

/** `groovy.util.NodeList`: a list that a path's next step goes through, item by item. */
export class NodeList extends JList {
  constructor(items: Obj[] = []) {
    super(items, NODE_LIST);
  }

  override getProperty(run: Run, name: string): Obj | undefined {
    const found: Obj[] = [];
    for (const item of this.items) {
      if (!(item instanceof XmlNode)) continue;
      const value = item.step(run, name);
      run.take(16);
      if (value instanceof JList) found.push(...value.items);
      else found.push(value);
    }
    return new NodeList(found);
  }
}

/** Java's own text of a value, which differs from Groovy's for maps. */
function javaText(value: Obj): string {
  if (value instanceof JList) return `[${value.items.map(javaText).join(", ")}]`;
  if (value instanceof JMap) return javaMap(value);
  return value instanceof GString ? value.toString() : textOf(value);
}

function javaMap(map: JMap): string {
  return `{${map
    .entries()
    .map(({ key, value }) => `${textOf(key)}=${javaText(value)}`)
    .join(", ")}}`;
}
