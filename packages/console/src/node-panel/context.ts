import { createContext, useContext } from "react";
import type { Mistake } from "../api/schema.generated.ts";
import type { FlowDocument, FlowNode } from "../document/flow-document.ts";
import type { Specs } from "../document/spec.ts";

/** What a field may need to know of where it stands. */
export interface FormPlace {
  readonly flow: string;
  readonly document: FlowDocument;
  readonly node: FlowNode;
  readonly specs: Specs;
  readonly mistakes: readonly Mistake[];
  readonly readOnly: boolean;
}

export const FormContext = createContext<FormPlace | undefined>(undefined);

export function useForm(): FormPlace {
  const place = useContext(FormContext);
  if (!place) throw new Error("used outside a form");
  return place;
}
