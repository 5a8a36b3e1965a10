import { convertTo } from "../bindings/convert.ts";
import { LOGGER_FACTORY, LogObject } from "../bindings/log.ts";
import { EXCHANGE, type ExchangeObject, MESSAGE, type MessageObject } from "../bindings/message.ts";
import { wildcard } from "../bindings/wildcard.ts";
import type { GClass } from "../runtime/class.ts";
import type { JMap } from "../runtime/map.ts";
import type { Obj } from "../runtime/object.ts";
import type { Run } from "../runtime/run.ts";
import { textOf } from "../runtime/text.ts";
import { define } from "./define.ts";

define(MESSAGE, [
  [
    "Object getHeader(String name)",
    "request.getHeader('Accept')",
    (_run: Run, self: MessageObject, name: string) => self.headers.get(name),
  ],
  [
    "Object getHeader(String name, Class type)",
    "request.getHeader('retries', Integer)",
    (run: Run, self: MessageObject, name: string, type: GClass) => convertTo(run, self.headers.get(name), type),
  ],
  [
    "Object getHeader(String name, Object other)",
    "request.getHeader('env', 'test')",
    (_run: Run, self: MessageObject, name: string, other: Obj) =>
      self.headers.has(name) ? self.headers.get(name) : other,
  ],
  [
    "Object getHeader(String name, Object other, Class type)",
    "request.getHeader('limit', 25, Integer)",
    (run: Run, self: MessageObject, name: string, other: Obj, type: GClass) =>
      convertTo(run, self.headers.has(name) ? self.headers.get(name) : other, type),
  ],
  [
    "void setHeader(String name, Object value)",
    "request.setHeader('ok', true)",
    (run: Run, self: MessageObject, name: string, value: Obj) => {
      run.take(64);
      self.headers.set(name, value);
      return null;
    },
  ],
  [
    "Object removeHeader(String name)",
    "request.removeHeader('Accept')",
    (_run: Run, self: MessageObject, name: string) => self.headers.delete(name)?.value ?? null,
  ],
  [
    "boolean removeHeaders(String pattern)",
    "request.removeHeaders('Camel*')",
    (run: Run, self: MessageObject, pattern: string) => removeHeaders(run, self, pattern, []),
  ],
  [
    "boolean removeHeaders(String pattern, String... except)",
    "request.removeHeaders('Camel*', 'CamelHttpUri')",
    (run: Run, self: MessageObject, pattern: string, except: readonly string[]) =>
      removeHeaders(run, self, pattern, except),
  ],
  ["boolean hasHeaders()", "request.hasHeaders()", (_run: Run, self: MessageObject) => self.headers.size > 0],
  ["Map getHeaders()", "request.getHeaders().size()", (_run: Run, self: MessageObject) => self.headers],
  [
    "void setHeaders(Map headers)",
    "request.setHeaders([a: 1])",
    (_run: Run, self: MessageObject, headers: JMap) => {
      const entries = headers.entries();
      self.headers.clear();
      for (const { key, value } of entries) self.headers.set(textOf(key), value);
      return null;
    },
  ],
  ["Object getBody()", "request.getBody()", (_run: Run, self: MessageObject) => self.body],
  [
    "Object getBody(Class type)",
    "request.getBody(String)",
    (run: Run, self: MessageObject, type: GClass) => convertTo(run, self.body, type),
  ],
  ["Object getMandatoryBody()", "request.getMandatoryBody()", (_run: Run, self: MessageObject) => self.body],
  [
    "Object getMandatoryBody(Class type)",
    "request.getMandatoryBody(String)",
    (run: Run, self: MessageObject, type: GClass) => convertTo(run, self.body, type),
  ],
  [
    "void setBody(Object body)",
    "request.setBody('done')",
    (_run: Run, self: MessageObject, body: Obj) => {
      self.body = body;
      return null;
    },
  ],
  ["String getMessageId()", "request.getMessageId()", (_run: Run, self: MessageObject) => self.exchange.id],
]);

function removeHeaders(run: Run, self: MessageObject, pattern: string, except: readonly string[]): boolean {
  let removed = false;
  for (const { key } of self.headers.entries()) {
    run.step();
    const name = textOf(key);
    if (!wildcard(pattern, name) || except.some((one) => wildcard(one, name))) continue;
    self.headers.delete(key);
    removed = true;
  }
  return removed;
}

define(EXCHANGE, [
  ["Message getMessage()", "exchange.getMessage().getBody()", (_run: Run, self: ExchangeObject) => self.message],
  ["Message getIn()", "exchange.in.body", (_run: Run, self: ExchangeObject) => self.message],
  ["Message getOut()", "exchange.out.body", (_run: Run, self: ExchangeObject) => self.message],
  [
    "Object getProperty(String name)",
    "exchange.getProperty('retry')",
    (_run: Run, self: ExchangeObject, name: string) => self.properties.get(name),
  ],
  [
    "Object getProperty(String name, Class type)",
    "exchange.getProperty('retry', Integer)",
    (run: Run, self: ExchangeObject, name: string, type: GClass) => convertTo(run, self.properties.get(name), type),
  ],
  [
    "Object getProperty(String name, Object other, Class type)",
    "exchange.getProperty('retry', 3, Integer)",
    (run: Run, self: ExchangeObject, name: string, other: Obj, type: GClass) =>
      convertTo(run, self.properties.has(name) ? self.properties.get(name) : other, type),
  ],
  [
    "void setProperty(String name, Object value)",
    "exchange.setProperty('retry', 1)",
    (run: Run, self: ExchangeObject, name: string, value: Obj) => {
      run.take(64);
      self.properties.set(name, value);
      return null;
    },
  ],
  [
    "Object removeProperty(String name)",
    "exchange.removeProperty('retry')",
    (_run: Run, self: ExchangeObject, name: string) => self.properties.delete(name)?.value ?? null,
  ],
  ["Map getProperties()", "exchange.getProperties().size()", (_run: Run, self: ExchangeObject) => self.properties],
  [
    "boolean hasProperties()",
    "exchange.hasProperties()",
    (_run: Run, self: ExchangeObject) => self.properties.size > 0,
  ],
  ["String getExchangeId()", "exchange.exchangeId", (_run: Run, self: ExchangeObject) => self.message.exchange.id],
  [
    "long getCreated()",
    "exchange.created",
    (_run: Run, self: ExchangeObject) => BigInt(self.message.exchange.scope.created),
  ],
]);

define(LOGGER_FACTORY, [
  [
    "static Logger getLogger(Object name)",
    "org.slf4j.LoggerFactory.getLogger('mine').info('read {} rows', 5)",
    (_run: Run, _self: Obj, _name: Obj) => new LogObject(),
  ],
]);
