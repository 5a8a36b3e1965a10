import { loadComponents } from "@mortise/components";
import { groovyLibrary, simpleFunctions } from "@mortise/languages";
import { componentIndex } from "./component-index.ts";
import { componentPage } from "./component-page.ts";
import { consoleTypesPage } from "./console-types.ts";
import { errorsPage } from "./errors-page.ts";
import { flowSchemaPage } from "./flow-schema.ts";
import { flowTestSchemaPage } from "./flow-test-schema.ts";
import { groovyPage } from "./groovy-page.ts";
import { openApiPage } from "./openapi.ts";
import type { Page } from "./page.ts";
import { simplePage } from "./simple-page.ts";

/** Every generated file of the reference, made from specs, vectors, catalogue and function tables. */
export async function generateReference(): Promise<readonly Page[]> {
  const loaded = await loadComponents();
  const components = [...loaded.values()];
  return [
    ...components.map(componentPage),
    componentIndex(components.map(({ spec }) => spec)),
    errorsPage(),
    flowSchemaPage(loaded),
    flowTestSchemaPage(),
    await openApiPage(),
    await consoleTypesPage(),
    simplePage(simpleFunctions),
    groovyPage(groovyLibrary),
  ];
}
