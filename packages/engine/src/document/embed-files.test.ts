import type { FlowDocument, Json } from "@mortise/contract";
import { expect, test } from "vitest";
import { embedFiles } from "./embed-files.ts";

const flow = (settings: { [name: string]: Json }): FlowDocument => ({
  flow: 1,
  name: "x",
  nodes: [{ id: "a", type: "Script", settings }],
  links: [],
});

test("a script's file is replaced by what it holds, without byte order mark and with plain line ends", () => {
  const embedded = embedFiles(flow({ source: { file: "last-day.groovy" } }), (name) => `\ufeff// ${name}\r\nx`);
  expect(embedded).toEqual(flow({ source: "// last-day.groovy\nx" }));
});

test("a form with a field called file stays a form", () => {
  const http = flow({ form: { file: "x.groovy" }, source: ["line"] });
  expect(embedFiles(http, () => "never")).toEqual(http);
});

test.each(["../secret.groovy", "/etc/passwd", "a/b.groovy", "..", ".hidden", "c:\\x", ""])(
  "a file that does not stand beside the flow is refused: %j",
  (file) => {
    expect(() => embedFiles(flow({ source: { file } }), () => "read")).toThrow(
      expect.objectContaining({ code: "FLOW_INVALID", pointer: "/nodes/0/settings/source/file", nodeId: "a" }),
    );
  },
);

test("a file that cannot be read is named with its place", () => {
  const read = () => {
    throw new Error("no such file");
  };
  expect(() => embedFiles(flow({ source: { file: "x.groovy" } }), read)).toThrow(
    expect.objectContaining({
      code: "FLOW_INVALID",
      pointer: "/nodes/0/settings/source/file",
      message: expect.stringContaining("x.groovy"),
    }),
  );
});
