import type { GClass } from "../../runtime/class.ts";
import { JMap } from "../../runtime/map.ts";
import { GObject, type Obj } from "../../runtime/object.ts";
import type { Run } from "../../runtime/run.ts";
import { XML_PARSER } from "./classes.ts";
import { contentOf, type XmlElement } from "./element.ts";
import { NodeList, XmlNode } from "./node.ts";
import { parseXml } from "./parse.ts";
import { QName } from "./qname.ts";
import { defineReading, type Reading } from "./reading.ts";

/** `groovy.xml.XmlParser`: reads a document into nodes that scripts may change. */
class XmlParser extends GObject implements Reading {
  aware = true;
  keepSpace = false;
  trim = false;

  override get cls(): GClass {
    return XML_PARSER;
  }

  read(run: Run, text: string): Obj {
    return this.#node(run, parseXml(run, text, this.aware).root);
  }

  #node(run: Run, element: XmlElement): XmlNode {
    run.take(160);
    const attributes = new JMap();
    for (const { uri, local, prefix, name, value, declares } of element.attributes) {
      if (declares === undefined) attributes.set(uri === "" ? name : new QName(uri, local, prefix), value);
    }
    const { uri, local, prefix, name } = element;
    const content: Obj[] = [];
    for (const child of contentOf(element)) {
      if (typeof child !== "string") content.push(this.#node(run, child));
      else if (this.keepSpace) content.push(child);
      else if (child.trim() !== "") content.push(this.trim ? child.trim() : child);
    }
    return new XmlNode(null, uri === "" ? name : new QName(uri, local, prefix), attributes, new NodeList(content));
  }
}

defineReading(XML_PARSER, "groovy.xml.XmlParser", () => new XmlParser());
