import { loadComponents } from "@mortise/components";
import { simpleFunctions } from "@mortise/languages";
import { componentIndex } from "./component-index.ts";
import { componentPage } from "./component-page.ts";
import { errorsPage } from "./errors-page.ts";
import type { Page } from "./page.ts";
import { simplePage } from "./simple-page.ts";

/** Every generated file of the reference, made from specs, vectors, catalogue and function tables. */
export async function generateReference(): Promise<readonly Page[]> {
  const components = [...(await loadComponents()).values()];
  return [
    ...components.map(componentPage),
    componentIndex(components.map(({ spec }) => spec)),
    errorsPage(),
    simplePage(simpleFunctions),
  ];
}
