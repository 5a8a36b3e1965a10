import type { FlowDocument } from "@mortise/contract";

const call = (id: string, url: string, method = "GET", more: object = {}) => ({
  id,
  type: "HTTP",
  settings: { method, url, ...(method === "POST" ? { body: "x" } : {}), ...more },
});

/** A flow with every kind of component once, whose calls all reach `host`; the POST without a key comes last. */
export function everyKind(host: string): FlowDocument {
  const at = (what: string) => `http://${host}/${what}/\${header.breadcrumbId}`;
  return {
    flow: 1,
    name: "every-kind",
    options: { timeZone: "Europe/Amsterdam", runs: "parallel" },
    nodes: [
      { id: "tick", type: "Scheduler", settings: { cron: "0 0 0 1 1 ? 2099", missed: "all", overlap: "allow" } },
      { id: "read", type: "GetTenantVariable", settings: { header: "given", variable: "given" } },
      { id: "mark", type: "SetHeader", settings: { name: "mark", value: "${header.given}" } },
      {
        id: "script",
        type: "Script",
        settings: { language: "groovy", source: "request.setHeader('scripted', request.getHeader('mark') + '!')" },
      },
      call("get", at("get")),
      { id: "save", type: "SetTenantVariable", settings: { variable: "saved", value: "${header.scripted}" } },
      { id: "list", type: "SetBody", settings: { body: "a,b" } },
      { id: "split", type: "Split", settings: { token: "," } },
      call("part", at("part-${body}")),
      {
        id: "router",
        type: "ContentRouter",
        settings: { rules: [{ name: "yes", expression: "${header.mark} == 'value'" }] },
      },
      call("branch", at("branch")),
      { id: "link", type: "OutboundFlowLink", settings: { flow: "called", pattern: "one way" } },
      call("keyed", at("keyed"), "POST", { idempotencyKey: "${header.breadcrumbId}" }),
      call("post", at("post"), "POST"),
      { id: "done", type: "SetHeader", settings: { name: "done", value: "yes" } },
    ],
    links: [
      { from: "tick", to: "read" },
      { from: "read", to: "mark" },
      { from: "mark", to: "script" },
      { from: "script", to: "get" },
      { from: "get", to: "save" },
      { from: "save", to: "list" },
      { from: "list", to: "split" },
      { from: "split", output: "parts", to: "part" },
      { from: "split", to: "router" },
      { from: "router", output: "yes", to: "branch" },
      { from: "branch", to: "link" },
      { from: "link", to: "keyed" },
      { from: "keyed", to: "post" },
      { from: "post", to: "done" },
    ],
  };
}

/** The flow that the other one calls. */
export function called(host: string): FlowDocument {
  return {
    flow: 1,
    name: "called",
    options: { delivery: "durable", runs: "parallel" },
    nodes: [
      { id: "entry", type: "InboundFlowLink", settings: {} },
      call("called-get", `http://${host}/called/\${header.breadcrumbId}`),
    ],
    links: [{ from: "entry", to: "called-get" }],
  };
}

/** A flow that fires once, when it is installed. */
export function once(host: string): FlowDocument {
  return {
    flow: 1,
    name: "once",
    options: { runs: "parallel" },
    nodes: [
      { id: "once", type: "Scheduler", settings: { method: "repeat", repeatInterval: "1h", repeatCount: 0 } },
      call("once-get", `http://${host}/once/x`),
    ],
    links: [{ from: "once", to: "once-get" }],
  };
}

/** What reaches the peer when nothing goes wrong, the run's id left out. */
export const UNDISTURBED = ["get", "part-a", "part-b", "branch", "called", "keyed", "post"];
