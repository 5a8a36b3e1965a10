import fc from "fast-check";
import { expect, test } from "vitest";
import { offsetOf, parseJsonText } from "./json-text.ts";
import { parseJsonValue } from "./json-value.ts";

// JSON.parse gives -0 for "-0", and so do we; JSON.stringify writes it as 0.
const plain = fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown);

test("any JSON reads as JSON.parse reads it, however it is indented", () => {
  fc.assert(
    fc.property(plain, fc.constantFrom("", " ", "\t", "\r\n  "), (value, indent) => {
      fc.pre(!/"(?:__proto__|constructor|prototype)":/.test(JSON.stringify(value)));
      const text = JSON.stringify(value, null, indent);
      expect(parseJsonText(text)).toEqual({ value: JSON.parse(text), mistakes: [] });
      expect(parseJsonValue(value)).toEqual({ value, mistakes: [] });
    }),
  );
});

test("text with a slip in it is refused exactly where JSON.parse refuses it", () => {
  fc.assert(
    fc.property(
      plain,
      fc.nat(),
      fc.constantFrom(...'{}[]",:\\ntf0-1e.\u0000 '),
      fc.boolean(),
      (value, at, slip, instead) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        const broken = text.slice(0, place) + slip + text.slice(instead ? place + 1 : place);
        const { mistakes } = parseJsonText(broken);
        let valid = true;
        try {
          JSON.parse(broken, (key, inside) => {
            if (key === "__proto__" || key === "constructor" || key === "prototype") valid = false;
            return inside;
          });
        } catch {
          valid = false;
        }
        const repeated = mistakes.some(({ message }) => message.includes("is written twice"));
        if (!repeated && !/e\+?\d{3,}/i.test(broken)) expect(mistakes.length === 0).toBe(valid);
        for (const { code, message } of mistakes) expect([code, message]).toEqual(["FLOW_INVALID", expect.any(String)]);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("the caret of a mistake stands under it, also behind other lines", () => {
  const text = '{\n  "a": [1,\n    2 3]\n}';
  const [mistake] = parseJsonText(text).mistakes;
  expect(mistake?.position).toEqual({ position: text.indexOf("3"), line: 3, column: 7 });
  expect(mistake?.source).toBe(text);
});

test("a pointer is found in the text, and one that leads nowhere as far as it leads", () => {
  const text = '{ "a/b": [10, { "c~": true }], "d": null }';
  expect(text.slice(offsetOf(text, "/a~1b/1/c~0"))).toMatch(/^true/);
  expect(text.slice(offsetOf(text, "/a~1b/0"))).toMatch(/^10/);
  expect(text.slice(offsetOf(text, "/a~1b/1/x"))).toMatch(/^\{ "c~"/);
  expect(offsetOf(text, "")).toBe(0);
  expect(text.slice(offsetOf(text, "/d/e/f"))).toMatch(/^null/);
});
