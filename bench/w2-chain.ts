// W2: messages a second through a chain of eight nodes without scripts (four SetHeader, four Filter), beside the floor:
// eight plain functions that do the same, awaited at each hop as engines do that cannot know who waits.
import { loadComponents } from "@mortise/components";
import { type FlowDocument, type FlowNode, Message } from "@mortise/contract";
import { compilePlan, type RunPorts, runPlan } from "@mortise/engine";
import { createLanguages } from "@mortise/languages";
import { measure, printTable } from "./measure.ts";

const short = process.argv.includes("--short");
const count = short ? 20_000 : 200_000;

const nodes = Array.from(
  { length: 8 },
  (_, index): FlowNode =>
    index % 2 === 0
      ? { id: `set-${index}`, type: "SetHeader", settings: { name: `h${index}`, value: "${header.go}" } }
      : { id: `filter-${index}`, type: "Filter", settings: { expression: `\${header.h${index - 1}} == 'true'` } },
);
const flow: FlowDocument = {
  flow: 1,
  name: "w2",
  nodes,
  links: nodes.slice(1).map((node, index) => ({ from: nodes[index]?.id ?? "", to: node.id })),
};
const plan = compilePlan(flow, {
  components: await loadComponents(),
  languages: createLanguages(),
  environment: "test",
});

const unused = () => Promise.reject(new Error("not used here"));
const ports = (trace: RunPorts["trace"]): RunPorts => ({
  tenant: "bench",
  clock: { now: () => Date.now(), sleep: unused },
  random: Math.random,
  variables: { read: unused, apply: unused },
  scripts: { run: unused, check: () => {} },
  http: { send: unused },
  log: { write: () => {} },
  trace,
});

function engine(trace: RunPorts["trace"]) {
  const world = ports(trace);
  return async () => {
    for (let index = 0; index < count; index++) {
      const message = new Message(null, [["go", "true"]]);
      const outcome = runPlan(plan, { runId: "r", node: "set-0", message, created: 0 }, world);
      if (outcome instanceof Promise || outcome.status !== "completed")
        throw new Error("the chain did not run in one go");
    }
  };
}

type Plain = { headers: Map<string, string> };
const hops = Array.from({ length: 8 }, (_, index) => async (message: Plain) => {
  if (index % 2 === 0) message.headers.set(`h${index}`, String(message.headers.get("go")));
  else if (message.headers.get(`h${index - 1}`) !== "true") return false;
  return true;
});

async function floor() {
  for (let index = 0; index < count; index++) {
    const message: Plain = { headers: new Map([["go", "true"]]) };
    for (const hop of hops) if (!(await hop(message))) break;
  }
}

const rows = [
  await measure("floor: closures, await per hop", count, floor),
  await measure("mortise, trace off", count, engine("off")),
  await measure("mortise, trace errors", count, engine("errors")),
];
printTable("W2 chain of 8 without scripts, messages/s (to reach: 150,000)", rows);
