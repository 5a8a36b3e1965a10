import { ReactFlowProvider, useReactFlow } from "@xyflow/react";
import { useCallback, useRef, useState } from "react";
import { foreignProblem } from "../api/problem.ts";
import { useMay } from "../app/session.ts";
import { useEnvironment } from "../app/settings.ts";
import { useTenant } from "../app/tenant.ts";
import { useToast } from "../app/toasts.tsx";
import { arrange, inLine } from "../document/arrange.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import type { Specs } from "../document/spec.ts";
import type { Clipboard } from "../flows/clipboard.ts";
import { InstallDialog } from "../flows/install-dialog.tsx";
import { TemplateGallery } from "../flows/template-gallery.tsx";
import { useText } from "../i18n/text.ts";
import { NodePanel } from "../node-panel/node-panel.tsx";
import { RunButton } from "../runs/run-button.tsx";
import { Canvas } from "./canvas.tsx";
import { JsonPane } from "./json-pane.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { LinkDialog } from "./link-dialog.tsx";
import { MistakesList } from "./mistakes-list.tsx";
import { Palette } from "./palette.tsx";
import { PasteDialog } from "./paste-dialog.tsx";
import { placeFor, placeForSource } from "./place-for.ts";
import { type Tool, Toolbar } from "./toolbar.tsx";
import { useClipboard } from "./use-clipboard.ts";
import { useDraft } from "./use-draft.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useValidation } from "./use-validation.ts";

interface Props {
  readonly flow: string;
  readonly initial: FlowDocument;
  readonly etag: string | undefined;
  readonly specs: Specs;
}

/** Where a flow is drawn: palette, picture, text, and the panel of the node at hand – all of one document. */
export function Designer(props: Props) {
  return (
    <ReactFlowProvider>
      <Board {...props} />
    </ReactFlowProvider>
  );
}

type Asked = "keys" | "link" | "templates" | "install" | undefined;

function Board({ flow, initial, etag, specs }: Props) {
  const t = useText();
  const tenant = useTenant();
  const environment = useEnvironment();
  const toast = useToast();
  const readOnly = !useMay("editor");
  const operator = useMay("operator");
  const draft = useDraft(tenant, flow, initial, etag);
  const { document, apply } = draft;
  const found = useValidation(tenant, flow, document);
  const [selection, setSelection] = useState<readonly string[]>([]);
  const [links, setLinks] = useState<readonly number[]>([]);
  const [json, setJson] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const [pasting, setPasting] = useState<Clipboard>();
  const search = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);
  const { fitView, screenToFlowPosition, setCenter } = useReactFlow();
  const copy = useClipboard({ tenant, flow, document, selection, apply, ask: setPasting, readOnly });
  const chosen = selection.length === 1 ? document.nodes.find(({ id }) => id === selection[0]) : undefined;
  const mistakes = found?.[environment] ?? [];

  const add = useCallback(
    (type: string) => {
      const middle = screenToFlowPosition({ x: innerWidth / 2, y: innerHeight / 2 });
      const isSource = (name: string) => specs.get(name)?.kind === "source";
      // The error route begins by itself; every other source begins the flow.
      const starts = isSource(type) && specs.get(type)?.trigger !== "failure";
      const place =
        (starts ? placeForSource(document, isSource) : undefined) ??
        placeFor(document, isSource(type) ? undefined : chosen?.id, [middle.x, middle.y]);
      const known = new Set(document.nodes.map(({ id }) => id));
      apply({ type: "add", nodeType: type, ...place });
      // The new node is the one at hand: its panel is what comes next.
      setTimeout(() => {
        const fresh = newest.current.nodes.find(({ id }) => !known.has(id));
        if (fresh) setSelection([fresh.id]);
      });
    },
    [apply, chosen, document, screenToFlowPosition, specs],
  );
  const newest = useRef(document);
  newest.current = document;

  const removeChosen = () => {
    if (selection.length + links.length === 0) return;
    apply({ type: "remove", nodes: selection, links });
    setSelection([]);
    setLinks([]);
  };
  const show = (id: string) => {
    setSelection([id]);
    const box = window.document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    const [x, y] = document.layout?.[id] ?? [0, 0];
    if (!box || document.layout?.[id]) void setCenter(x + 100, y + 30, { zoom: 1, duration: 200 });
  };
  // Several that are chosen get one line; otherwise the whole flow is arranged.
  const align = () =>
    apply({
      type: "move",
      to: selection.length > 1 ? inLine(document, selection) : Object.fromEntries(arrange(document)),
    });
  const refuse = (why: "self" | "twice" | "cycle") =>
    toast({ kind: "bad", problem: foreignProblem(0, t(`canvas.noLink.${why}`)) });

  useShortcuts({
    save: () => void draft.save(),
    undo: draft.undo,
    redo: draft.redo,
    remove: removeChosen,
    all: () => setSelection(document.nodes.map(({ id }) => id)),
    none: () => setSelection([]),
    palette: () => search.current?.focus(),
    panel: () => panel.current?.querySelector<HTMLElement>("input, select, textarea, .cm-content")?.focus(),
    link: () => chosen && setAsked("link"),
    json: () => setJson((open) => !open),
    fit: () => void fitView({ padding: 0.15, duration: 200 }),
    keys: () => setAsked("keys"),
    readOnly,
  });

  const tools = ((): readonly (readonly Tool[])[] => {
    const edits: readonly Tool[] = [
      { icon: "undo", label: "key.undo", act: draft.undo, disabled: !draft.mayUndo },
      { icon: "redo", label: "key.redo", act: draft.redo, disabled: !draft.mayRedo },
    ];
    const nodes: readonly Tool[] = [
      { icon: "copy", label: "key.copy", act: () => void copy(), disabled: selection.length === 0 },
      { icon: "link", label: "key.link", act: () => setAsked("link"), disabled: !chosen },
      { icon: "trash", label: "key.remove", act: removeChosen, disabled: selection.length + links.length === 0 },
    ];
    const whole: readonly Tool[] = [
      { icon: "align", label: "canvas.align", act: align, disabled: document.nodes.length === 0 },
      { icon: "template", label: "template.title", act: () => setAsked("templates") },
    ];
    const view: readonly Tool[] = [
      { icon: "code", label: "key.json", act: () => setJson(!json), pressed: json },
      { icon: "question", label: "canvas.keys", act: () => setAsked("keys") },
    ];
    return readOnly ? [[nodes[0] as Tool], view] : [edits, nodes, whole, view];
  })();

  return (
    <div className={json ? "designer with-json" : "designer"}>
      {!readOnly && <Palette components={[...specs.values()]} add={add} focusRef={search} />}
      <div className="board">
        <div className="board-bar">
          <Toolbar groups={tools} />
          <span className="grow" />
          {draft.dirty && <span className="badge warn">{t("canvas.unsaved")}</span>}
          {!readOnly && (
            <button
              type="button"
              className={draft.dirty ? "primary" : ""}
              disabled={!draft.dirty || draft.saving}
              onClick={() => void draft.save()}
            >
              {t("save")}
            </button>
          )}
          {operator && (
            <>
              <button
                type="button"
                onClick={async () => {
                  if (!draft.dirty || (await draft.save())) setAsked("install");
                }}
              >
                {t("act.install")}
              </button>
              <RunButton flow={flow} />
            </>
          )}
        </div>
        {draft.conflict && (
          <div className="alert row" role="alert">
            <span className="grow">{t("canvas.conflict")}</span>
            <button type="button" className="small" onClick={() => void draft.reload()}>
              {t("canvas.takeTheirs")}
            </button>
            <button type="button" className="small danger" onClick={() => void draft.save(true)}>
              {t("canvas.keepMine")}
            </button>
          </div>
        )}
        <div className="picture">
          <Canvas
            document={document}
            specs={specs}
            mistakes={mistakes}
            selection={selection}
            select={setSelection}
            links={links}
            selectLinks={setLinks}
            apply={apply}
            readOnly={readOnly}
            refuse={refuse}
          >
            {document.nodes.length === 0 && <p className="card pad hint">{t("canvas.empty")}</p>}
          </Canvas>
        </div>
        <MistakesList found={found} show={show} />
      </div>
      {json && <JsonPane document={document} apply={apply} readOnly={readOnly} />}
      {chosen && (
        <NodePanel
          key={chosen.id}
          ref={panel}
          flow={flow}
          document={document}
          node={chosen}
          specs={specs}
          mistakes={mistakes}
          apply={apply}
          readOnly={readOnly}
          renamed={(id) => setSelection([id])}
          close={() => setSelection([])}
        />
      )}
      {asked === "keys" && <KeysDialog close={() => setAsked(undefined)} />}
      {asked === "link" && chosen && (
        <LinkDialog
          document={document}
          specs={specs}
          from={chosen.id}
          connect={(output, to) => apply({ type: "connect", from: chosen.id, output, to })}
          remove={(index) => apply({ type: "remove", nodes: [], links: [index] })}
          close={() => setAsked(undefined)}
        />
      )}
      {asked === "install" && <InstallDialog flow={flow} environment={environment} close={() => setAsked(undefined)} />}
      {asked === "templates" && (
        <TemplateGallery
          close={() => setAsked(undefined)}
          use={(clipboard) => {
            setAsked(undefined);
            setPasting(clipboard);
          }}
        />
      )}
      {pasting && (
        <PasteDialog
          flow={flow}
          document={document}
          clipboard={pasting}
          apply={apply}
          select={setSelection}
          close={() => setPasting(undefined)}
        />
      )}
    </div>
  );
}
