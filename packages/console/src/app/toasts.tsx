import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import type { Problem } from "../api/schema.generated.ts";
import { useText } from "../i18n/text.ts";
import { Icon } from "./icon.tsx";
import { ProblemView } from "./states.tsx";

type Toast = { readonly kind: "good"; readonly text: string } | { readonly kind: "bad"; readonly problem: Problem };

const Context = createContext<(toast: Toast) => void>(() => {});

/** How long good news stays; what failed stays until it is put away. */
const STAY = 5_000;

/** Most that stand at once. */
const MOST = 4;

/** Tells the reader what happened, in the corner. */
export function useToast(): (toast: Toast) => void {
  return useContext(Context);
}

export function Toasts({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly (Toast & { id: number })[]>([]);
  const next = useRef(0);
  const t = useText();
  const drop = useCallback((id: number) => setShown((all) => all.filter((toast) => toast.id !== id)), []);
  const add = useCallback(
    (toast: Toast) => {
      const id = next.current++;
      setShown((all) => [...all, { ...toast, id }].slice(-MOST));
      if (toast.kind === "good") setTimeout(() => drop(id), STAY);
    },
    [drop],
  );
  const value = useMemo(() => add, [add]);
  return (
    <Context.Provider value={value}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {shown.map((toast) => (
          <div key={toast.id} className={`toast ${toast.kind}`}>
            {toast.kind === "good" ? <p>{toast.text}</p> : <ProblemView problem={toast.problem} />}
            <button type="button" className="quiet icon-only" aria-label={t("close")} onClick={() => drop(toast.id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    </Context.Provider>
  );
}
