import type { Value } from "@mortise/contract";
import { compileAccess, type Reach } from "../accessor.ts";
import { wordFrom } from "../arguments.ts";
import { type Argument, bare, call } from "../call.ts";
import { withBody } from "../chain.ts";
import type { Evaluate, SimpleFunction } from "../function.ts";
import { exchangeVariables, getVariable, variableProperty } from "../variables.ts";
import { asType } from "./body.ts";

const properties: Reach = {
  fixed: (name) => (exchange) => exchange.properties.get(name) ?? null,
  find: (exchange, name) => exchange.properties.get(name) ?? null,
};

const variables: Reach = {
  fixed(name) {
    const property = variableProperty(name);
    return (exchange) => exchange.properties.get(property) ?? null;
  },
  find: getVariable,
};

const exchangeProperty: SimpleFunction = {
  name: "exchangeProperty",
  family: "exchange",
  summary: "A property of the exchange, by its exact name; null when there is none.",
  forms: ["exchangeProperty.name", "exchangeProperty:name", "exchangeProperty[name]"],
  parameters: [{ name: "name", description: "The property's name." }],
  examples: [
    { source: "${exchangeProperty.step}", properties: { step: "two" }, result: "two" },
    { source: "${exchangeProperty.Step}", properties: { step: "two" }, result: null },
  ],
  compile(use, unit) {
    const caught = /^\.CamelExceptionCaught(?:\.(?:getM|m)essage(?:\(\))?)?$/.exec(unit.text(use.rest));
    // Dovetail's own documents read the error of an error route this way.
    if (caught) return (exchange) => exchange.exception?.message ?? null;
    return compileAccess(use, unit, this, properties);
  },
};

const variable: SimpleFunction = {
  name: "variable",
  family: "exchange",
  summary:
    "A variable of the exchange, as setVariable and init blocks set it; not a tenant variable, which is `@{name}`.",
  forms: ["variable.name", "variable:name", "variable[name]"],
  parameters: [{ name: "name", description: "The variable's name." }],
  examples: [{ source: "${variable.total}", variables: { total: 7 }, result: 7 }],
  compile(use, unit) {
    return compileAccess(use, unit, this, variables);
  },
};

const allVariables: SimpleFunction = {
  name: "variables",
  family: "exchange",
  summary: "All variables of the exchange as a map, or one of them.",
  forms: ["variables", "variables.name", "variables.size"],
  parameters: [{ name: "name", description: "The variable's name." }],
  examples: [
    { source: "${variables}", variables: { total: 7 }, result: { total: 7 } },
    { source: "${variables.size}", variables: { total: 7 }, result: 1 },
  ],
  compile(use, unit) {
    const rest = unit.text(use.rest);
    if (rest === "") return (exchange) => new Map<Value, Value>(exchangeVariables(exchange));
    if (/^\.(size|length)(\(\))?$/.test(rest)) return (exchange) => exchangeVariables(exchange).size;
    return compileAccess(use, unit, this, variables);
  },
};

const type = { name: "type", description: "A Java type, such as `String` or `int`." };

const variableAs = call({
  name: "variableAs",
  family: "exchange",
  summary: "A variable of the exchange as another type.",
  signatures: ["name, type"],
  parameters: [{ name: "name", description: "The variable's name." }, type],
  examples: [{ source: "${variableAs(total, String)}", variables: { total: 7 }, result: "7" }],
  run: ([name, type], exchange) =>
    asType(getVariable(exchange, wordFrom(name as Argument, exchange)), type as Argument, exchange),
});

const exchangePropertyAs = call({
  name: "exchangePropertyAs",
  family: "exchange",
  summary: "A property of the exchange as another type.",
  signatures: ["name, type"],
  parameters: [{ name: "name", description: "The property's name." }, type],
  examples: [{ source: "${exchangePropertyAs(step, int)}", properties: { step: "2" }, result: 2 }],
  run: ([name, type], exchange) =>
    asType(exchange.properties.get(wordFrom(name as Argument, exchange)) ?? null, type as Argument, exchange),
});

/** Names of the run that Camel's documents use, and ours for the same things. */
const NAMES: readonly (readonly [string, string, Evaluate])[] = [
  ["exchangeId", "The exchange's id.", (exchange) => exchange.id],
  ["id", "The message's id: that of its exchange.", (exchange) => exchange.id],
  [
    "breadcrumbId",
    "The id that follows a message from flow to flow: its header `breadcrumbId`, else the run's id.",
    (exchange) => exchange.message.headers.get("breadcrumbId") ?? exchange.runId,
  ],
  ["runId", "The run's id.", (exchange) => exchange.runId],
  ["routeId", "The flow's name.", (exchange) => exchange.scope.flow],
  ["fromRouteId", "The flow's name.", (exchange) => exchange.scope.flow],
  ["routeGroup", "The flow's group.", (exchange) => exchange.scope.group],
  ["tenant", "The tenant's id.", (exchange) => exchange.scope.tenant],
  ["environment", "`test` or `production`.", (exchange) => exchange.scope.environment],
  ["camelId", "The engine's name.", () => "mortise"],
  ["hostname", "The engine's name: flows do not see the machine they run on.", () => "mortise"],
  ["threadName", "The engine's name: a flow has no thread of its own.", () => "mortise"],
  ["threadId", "Always 1: a flow has no thread of its own.", () => 1n],
  ["stepId", "Null: a node's id is in the trace.", () => null],
  ["null", "No value.", () => null],
];

const named = NAMES.map(([name, summary, run]) =>
  bare({ name, family: "exchange", summary, examples: [{ source: `\${${name}}` }], run }),
);

const messageTimestamp = bare({
  name: "messageTimestamp",
  family: "exchange",
  summary:
    "When the message came into being at its source, in milliseconds, as the header `CamelMessageTimestamp` says; else 0.",
  examples: [
    { source: "${messageTimestamp}", headers: { CamelMessageTimestamp: 1234 }, result: 1234 },
    { source: "${messageTimestamp}", result: { $long: "0" } },
  ],
  run: (exchange) => exchange.message.headers.get("CamelMessageTimestamp") ?? 0n,
});

const exchange: SimpleFunction = {
  name: "exchange",
  family: "exchange",
  summary: "The exchange by its id; Camel's own object has no place here.",
  forms: ["exchange", "exchange.exchangeId", "exchange.fromRouteId", "exchange.created"],
  parameters: [],
  examples: [{ source: "${exchange.exchangeId}" }],
  compile(use, unit) {
    const rest = unit
      .text(use.rest)
      .replace(/\(\)$/, "")
      .replace(/^\.get(.)/, (_, letter: string) => `.${letter.toLowerCase()}`);
    if (rest === "") return (exchange) => `Exchange[${exchange.id}]`;
    if (rest === ".exchangeId") return (exchange) => exchange.id;
    if (rest === ".fromRouteId") return (exchange) => exchange.scope.flow;
    if (rest === ".created") return (exchange) => BigInt(exchange.scope.created);
    throw unit.wrongUse(use, this);
  },
};

const messageHistory: SimpleFunction = {
  ...call({
    name: "messageHistory",
    family: "exchange",
    summary: "Which flow and run the message is in; each node it passed is in the run's trace.",
    signatures: ["", "detailed"],
    parameters: [{ name: "detailed", description: "`false` leaves the exchange's id out." }],
    examples: [{ source: "${messageHistory(false)}" }],
    run: ([detailed], exchange) => {
      const { scope } = exchange;
      const place = `flow ${scope.flow}, run ${scope.runId}`;
      return detailed && wordFrom(detailed, exchange) === "false" ? place : `${place}, exchange ${exchange.id}`;
    },
  }),
};
const history = messageHistory.compile;
messageHistory.compile = (use, unit) =>
  unit.text(use.rest) === ""
    ? (exchange) => `flow ${exchange.scope.flow}, run ${exchange.runId}, exchange ${exchange.id}`
    : history.call(messageHistory, use, unit);

/** What needs Java, files or another engine: known by name, so that the message says why. */
const ABSENT: readonly (readonly [string, string])[] = [
  ["bean", "calls a Java bean; use a Script node"],
  ["ref", "names a Java bean; use a header, a property or a Script node"],
  ["load", "reads a file; put the text into a flow property"],
  ["jq", "needs jq; use jsonpath"],
  ["originalBody", "needs the body the run began with; keep it in a header or exchange property"],
  ["attachments", "needs attachments, which a message does not have"],
  ["camelContext", "reaches into Camel itself"],
  ["messageAs", "makes a Java object of the message"],
  ["logExchange", "writes Camel's own log format; use the Log node"],
];

/** Functions of Camel that cannot work here: a use fails when the flow is saved, and says what to use instead. */
export const absentFunctions: readonly SimpleFunction[] = ABSENT.map(([name, why]) => ({
  name,
  family: "absent",
  freeText: true as const,
  summary: `Not available: it ${why}.`,
  forms: [name],
  parameters: [],
  examples: [],
  compile(use, unit) {
    throw unit.error(`Unknown function: ${unit.text(use.node.content).slice(0, 60)}. It ${why}`, use.node.start);
  },
}));

const localFunction: SimpleFunction = {
  name: "function",
  family: "exchange",
  summary: "A function that the init block declares with `~:=`, applied to the body or to an argument.",
  forms: ["function(name)", "function(name, exp)"],
  parameters: [
    { name: "name", description: "The function's name." },
    { name: "exp", description: "What it works on; the body when absent." },
  ],
  examples: [
    {
      source: "$init{\n$clean ~:= ${trim()} ~> ${uppercase()};\n}init$\n${function(clean)} ${clean('b ')}",
      body: " a ",
      result: "A B",
    },
  ],
  compile(use, unit) {
    const list = unit.argumentList(use);
    const [name, argument] = list?.items ?? [];
    const key = name
      ? unit
          .text(name)
          .trim()
          .replace(/^(['"])(.*)\1$/, "$2")
      : "";
    const body = unit.localFunctions.get(key);
    if (!list || !name || list.items.length > 2) throw unit.wrongUse(use, this);
    if (!body) throw unit.error(`No custom simple function with name: ${key}`, use.node.start);
    if (!argument) return unit.tail(list.rest, body);
    const value = unit.argument(argument, "value");
    return unit.tail(list.rest, (exchange) => withBody(exchange, value.value(exchange), body));
  },
};

/** Functions of the exchange, its properties and variables, and its run. */
export const exchangeFunctions: readonly SimpleFunction[] = [
  exchangeProperty,
  exchangePropertyAs,
  variable,
  allVariables,
  variableAs,
  messageTimestamp,
  exchange,
  messageHistory,
  localFunction,
  ...named,
];
