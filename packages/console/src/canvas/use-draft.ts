import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef, useState } from "react";
import { callVersioned } from "../api/call.ts";
import { isConflict, problemOf } from "../api/problem.ts";
import { guard } from "../app/router.ts";
import { useToast } from "../app/toasts.tsx";
import type { Edit } from "../document/edit.ts";
import type { FlowDocument } from "../document/flow-document.ts";
import { historyOf, isDirty, step } from "../document/history.ts";
import { useText } from "../i18n/text.ts";

/** The draft under the hand: edits with their history, and saving what came of them. */
export function useDraft(tenant: string, flow: string, initial: FlowDocument, etag: string | undefined) {
  const t = useText();
  const toast = useToast();
  const queries = useQueryClient();
  const [history, dispatch] = useReducer(step, initial, historyOf);
  const [conflict, setConflict] = useState(false);
  const [saving, setSaving] = useState(false);
  const version = useRef(etag);
  const dirty = isDirty(history);

  useEffect(() => {
    if (!dirty) return;
    const stop = guard(() => confirm(t("canvas.leave")));
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => {
      stop();
      removeEventListener("beforeunload", ask);
    };
  }, [dirty, t]);

  const { present } = history;
  const save = useCallback(
    async (over = false): Promise<boolean> => {
      setSaving(true);
      try {
        const params = { tenant, flow };
        const options = { etag: over ? undefined : version.current };
        const saved = await callVersioned("putFlow", { params, body: present }, options);
        version.current = saved.etag;
        dispatch({ type: "saved", document: present });
        setConflict(false);
        for (const touched of ["listFlows", "listVersions"]) void queries.invalidateQueries({ queryKey: [touched] });
        // Whoever comes back to this flow gets what was saved, and its version.
        queries.removeQueries({ queryKey: ["getFlow", { params }], type: "inactive" });
        toast({ kind: "good", text: t("saved") });
        return true;
      } catch (error) {
        if (isConflict(error)) setConflict(true);
        else toast({ kind: "bad", problem: problemOf(error) });
        return false;
      } finally {
        setSaving(false);
      }
    },
    [tenant, flow, present, queries, toast, t],
  );
  const apply = useCallback(
    (edit: Edit, mark?: string) => dispatch({ type: "edit", edit, ...(mark === undefined ? {} : { mark }) }),
    [],
  );
  return {
    document: present,
    apply,
    undo: useCallback(() => dispatch({ type: "undo" }), []),
    redo: useCallback(() => dispatch({ type: "redo" }), []),
    mayUndo: history.past.length > 0,
    mayRedo: history.future.length > 0,
    dirty,
    save,
    saving,
    conflict,
    /** Forgets what was drawn and takes what the server has. */
    reload: useCallback(async () => {
      const { data, etag: now } = await callVersioned("getFlow", { params: { tenant, flow } });
      version.current = now;
      setConflict(false);
      dispatch({ type: "load", document: data as FlowDocument });
    }, [tenant, flow]),
  };
}
