import { useState } from "react";
import { Dialog } from "../app/dialog.tsx";
import { Field } from "../app/field.tsx";
import { whyNoLink } from "../document/edit.ts";
import { type FlowDocument, outputOf } from "../document/flow-document.ts";
import { outputsOf, type Specs } from "../document/spec.ts";
import { useText } from "../i18n/text.ts";

interface Props {
  readonly document: FlowDocument;
  readonly specs: Specs;
  readonly from: string;
  readonly connect: (output: string, to: string) => void;
  readonly remove: (index: number) => void;
  readonly close: () => void;
}

/** Links a node to others without a mouse. */
export function LinkDialog({ document, specs, from, connect, remove, close }: Props) {
  const t = useText();
  const node = document.nodes.find(({ id }) => id === from);
  const outputs = node ? outputsOf(specs.get(node.type), node) : ["out"];
  const [output, setOutput] = useState(outputs[0] ?? "out");
  const targets = document.nodes.filter(
    ({ id, type }) => specs.get(type)?.kind !== "source" && whyNoLink(document, from, output, id) === undefined,
  );
  const [to, setTo] = useState("");
  return (
    <Dialog title={t("canvas.linkFrom", { name: node?.label ?? from })} close={close}>
      <div className="stack">
        {document.links.map((link, index) =>
          link.from === from ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a link's place is what it is known by
            <div className="row" key={index}>
              <span className="grow">
                {outputOf(link)} → <strong>{link.to}</strong>
              </span>
              <button type="button" className="small" onClick={() => remove(index)}>
                {t("remove")}
              </button>
            </div>
          ) : null,
        )}
        {outputs.length > 1 && (
          <Field label={t("canvas.output")}>
            {(id) => (
              <select id={id} value={output} onChange={(event) => setOutput(event.target.value)}>
                {outputs.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={t("canvas.linkTo")}>
          {(id) => (
            <select id={id} value={to} onChange={(event) => setTo(event.target.value)}>
              <option value="" />
              {targets.map((target) => (
                <option key={target.id} value={target.id}>
                  {target.label ? `${target.label} (${target.id})` : target.id}
                </option>
              ))}
            </select>
          )}
        </Field>
        <footer>
          <button
            type="button"
            className="primary"
            disabled={to === ""}
            onClick={() => {
              connect(output, to);
              close();
            }}
          >
            {t("canvas.link")}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
