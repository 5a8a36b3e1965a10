import { ARRAY_LIST } from "../../runtime/list.ts";
import { alias, CALLABLE, declare, declareInterface, ITERABLE, ITERATOR, OBJECT } from "../../runtime/types.ts";

export const WRITABLE = declareInterface("groovy.lang.Writable");
export const BUILDABLE = declareInterface("groovy.lang.Buildable");

export const GPATH_RESULT = declare("groovy.xml.slurpersupport.GPathResult", OBJECT, WRITABLE, BUILDABLE, ITERABLE);
export const NODE_CHILD = declare("groovy.xml.slurpersupport.NodeChild", GPATH_RESULT);
export const NODE_CHILDREN = declare("groovy.xml.slurpersupport.NodeChildren", GPATH_RESULT);
export const FILTERED_CHILDREN = declare("groovy.xml.slurpersupport.FilteredNodeChildren", NODE_CHILDREN);
export const NO_CHILDREN = declare("groovy.xml.slurpersupport.NoChildren", GPATH_RESULT);
export const ATTRIBUTES = declare("groovy.xml.slurpersupport.Attributes", NODE_CHILDREN);
export const FILTERED_ATTRIBUTES = declare("groovy.xml.slurpersupport.FilteredAttributes", ATTRIBUTES);
export const ATTRIBUTE = declare("groovy.xml.slurpersupport.Attribute", GPATH_RESULT);
export const PATH_ITERATOR = declare("groovy.xml.slurpersupport.NodeIterator", OBJECT, ITERATOR);

export const NODE = declare("groovy.util.Node", OBJECT, ITERABLE);
export const NODE_LIST = declare("groovy.util.NodeList", ARRAY_LIST);
export const QNAME = declare("groovy.namespace.QName", OBJECT);
export const NAMESPACE = declare("groovy.xml.Namespace", OBJECT);

export const XML_SLURPER = declare("groovy.xml.XmlSlurper", OBJECT);
export const XML_PARSER = declare("groovy.xml.XmlParser", OBJECT);
export const MARKUP_BUILDER = declare("groovy.xml.MarkupBuilder", OBJECT);
export const MARKUP_HELPER = declare("groovy.xml.MarkupBuilderHelper", OBJECT);
export const STREAMING_BUILDER = declare("groovy.xml.StreamingMarkupBuilder", OBJECT);
export const STREAMED = declare("groovy.xml.StreamingMarkup", OBJECT, WRITABLE, CALLABLE);
export const STREAM_DOCUMENT = declare("groovy.xml.streamingmarkupsupport.Document", OBJECT);
export const NODE_BUILDER = declare("groovy.util.NodeBuilder", OBJECT);
export const NODE_PRINTER = declare("groovy.xml.XmlNodePrinter", OBJECT);
export const INDENT_PRINTER = declare("groovy.util.IndentPrinter", OBJECT);
export const XML_UTIL = declare("groovy.xml.XmlUtil", OBJECT);

/** Where these classes lived before Groovy 4: scripts written then keep working. */
const BEFORE: readonly (readonly [string, typeof NODE])[] = [
  ["groovy.util.XmlSlurper", XML_SLURPER],
  ["groovy.util.XmlParser", XML_PARSER],
  ["groovy.util.XmlNodePrinter", NODE_PRINTER],
  ["groovy.xml.QName", QNAME],
  ["groovy.util.slurpersupport.GPathResult", GPATH_RESULT],
  ["groovy.util.slurpersupport.NodeChild", NODE_CHILD],
  ["groovy.util.slurpersupport.NodeChildren", NODE_CHILDREN],
  ["groovy.util.slurpersupport.NoChildren", NO_CHILDREN],
  ["groovy.util.slurpersupport.Attributes", ATTRIBUTES],
  ["groovy.util.slurpersupport.Attribute", ATTRIBUTE],
];
for (const [name, cls] of BEFORE) alias(name, cls);
