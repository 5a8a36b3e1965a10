import { installDates } from "./dates.ts";
import { installFlow } from "./flow.ts";
import { installLocale } from "./locale.ts";
import { installMessages } from "./message.ts";
import { installRun } from "./run.ts";
import { installStores } from "./store.ts";
import { installValues } from "./values.ts";
import { installViews } from "./view.ts";

/**
 * The script that prepares a context: an expression that takes the host's functions and gives `start` and `finish`.
 * Its pieces are written and checked as TypeScript here and handed over as text, so none may use an import.
 */
export const PRELUDE = `(function(part,text,offset,format,refuse){"use strict";
const JSON=Object.freeze({parse:globalThis.JSON.parse,stringify:globalThis.JSON.stringify});
const kit={host:{part,text,offset,format,refuse}};
(${installValues})(kit);
(${installDates})(kit);
(${installLocale})(kit);
(${installStores})(kit);
(${installViews})(kit);
(${installFlow})(kit);
(${installMessages})(kit);
return (${installRun})(kit);
})`;
