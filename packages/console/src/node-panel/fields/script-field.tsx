import { lazy, Suspense, useRef, useState } from "react";
import { Icon } from "../../app/icon.tsx";
import { Loading } from "../../app/states.tsx";
import { fieldOf } from "../../canvas/use-validation.ts";
import { useText } from "../../i18n/text.ts";
import { useForm } from "../context.ts";
import type { InputProps } from "../field-input.tsx";
import { TryOut } from "../try-out.tsx";
import { useCompletions } from "../use-completions.ts";
import { readScript, writeScript } from "../written.ts";

const CodeEditor = lazy(async () => ({ default: (await import("../../editor/code-editor.tsx")).CodeEditor }));

/** Most characters of a script that is uploaded. */
const MOST = 1_000_000;

/** A script: an editor in its language, a file to take it from, data to try it on. */
export function ScriptField({ schema, value, onChange, path }: InputProps) {
  const t = useText();
  const { node, mistakes, readOnly } = useForm();
  const [trying, setTrying] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const completions = useCompletions("script");
  const language = node.settings?.language === "javascript" ? "javascript" : "groovy";
  const source = readScript(value);
  const carets = mistakes.flatMap((mistake) => {
    const own = mistake.nodeId === node.id && fieldOf(mistake) === path.replace(/^settings\//, "");
    return own && mistake.position ? [{ position: mistake.position.position, message: mistake.message }] : [];
  });
  const upload = async (files: FileList | null) => {
    const [chosen] = files ?? [];
    if (chosen && chosen.size <= MOST) onChange(writeScript(await chosen.text()));
  };
  return (
    <div className="script">
      <Suspense fallback={<Loading />}>
        <CodeEditor
          value={source}
          onChange={(text) => onChange(writeScript(text))}
          mode={language}
          label={schema.title ?? path}
          readOnly={readOnly}
          carets={carets}
          completions={completions}
          tall
        />
      </Suspense>
      <div className="row">
        {!readOnly && (
          <>
            <input
              ref={file}
              type="file"
              accept=".groovy,.js,.txt"
              className="sr-only"
              tabIndex={-1}
              aria-label={t("panel.upload")}
              onChange={({ target }) => void upload(target.files)}
            />
            <button type="button" className="small" onClick={() => file.current?.click()}>
              <Icon name="upload" />
              {t("panel.upload")}
            </button>
          </>
        )}
        <button type="button" className="small" aria-expanded={trying} onClick={() => setTrying(!trying)}>
          {t("panel.testScript")}
        </button>
      </div>
      {trying && <TryOut language={language} source={source} mode="script" />}
    </div>
  );
}
