import { useState } from "react";
import { useRead } from "../api/queries.ts";
import type { Template } from "../api/schema.generated.ts";
import { Dialog } from "../app/dialog.tsx";
import { Read } from "../app/states.tsx";
import { useText } from "../i18n/text.ts";
import type { Clipboard } from "./clipboard.ts";
import { PasteAsFlow } from "./paste-as-flow.tsx";

interface Props {
  readonly close: () => void;
  /** What is done with a template; without it a flow is made of it. */
  readonly use?: (clipboard: Clipboard) => void;
}

/** The flows that come with Mortise, to begin with. */
export function TemplateGallery({ close, use }: Props) {
  const t = useText();
  const templates = useRead("listTemplates", {}, { fresh: Number.POSITIVE_INFINITY });
  const [chosen, setChosen] = useState<Template>();
  if (chosen) return <PasteAsFlow clipboard={chosen.clipboard as Clipboard} suggested={chosen.name} close={close} />;
  const choose = (template: Template) => (use ? use(template.clipboard as Clipboard) : setChosen(template));
  return (
    <Dialog title={t("template.title")} close={close} wide>
      <Read of={templates}>
        {({ items }) => (
          <ul className="gallery">
            {items.length === 0 && <li className="soft">{t("template.none")}</li>}
            {items.map((template) => {
              const { nodes } = template.clipboard as Clipboard;
              return (
                <li key={template.id} className="card">
                  <h3>{template.name}</h3>
                  <p>{template.description}</p>
                  <p className="hint">
                    {t("template.nodes", { count: nodes.length })}: {nodes.map(({ type }) => type).join(" → ")}
                  </p>
                  <button
                    type="button"
                    aria-label={`${t("template.use")}: ${template.name}`}
                    onClick={() => choose(template)}
                  >
                    {t("template.use")}
                  </button>
                </li>
              );
            })}
          </ul>
        )}
      </Read>
    </Dialog>
  );
}
