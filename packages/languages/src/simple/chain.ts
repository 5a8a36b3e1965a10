import type { Exchange, Value } from "@mortise/contract";
import { spend } from "../work.ts";
import type { Compilation } from "./compilation.ts";
import type { Evaluate } from "./function.ts";
import type { ChainNode } from "./syntax.ts";

/** `a ~> b ~> c`: each value is the body of the next stage, and `$param` names it. */
export function compileChain(node: ChainNode, unit: Compilation): Evaluate {
  const [first, ...rest] = node.stages;
  const left = unit.value(first as ChainNode["stages"][number]);
  const stages = rest.map((stage) => {
    const cell: { body: Value } = { body: null };
    unit.stages.push(cell);
    const evaluate = unit.value(stage);
    unit.stages.pop();
    return (exchange: Exchange): Value => {
      const before = cell.body;
      cell.body = exchange.message.body;
      try {
        return evaluate(exchange);
      } finally {
        cell.body = before;
      }
    };
  });
  return (exchange) => {
    let value = left(exchange);
    for (const stage of stages) {
      if (value === null && node.nullSafe) return null;
      value = withBody(exchange, value, stage);
    }
    return value;
  };
}

/** Evaluates with another body; the exchange has its own again afterwards. */
export function withBody(exchange: Exchange, body: Value, evaluate: Evaluate): Value {
  const { message } = exchange;
  const before = message.body;
  message.body = body;
  spend(1);
  try {
    return evaluate(exchange);
  } finally {
    message.body = before;
  }
}
