// Scripts made by a grammar, through the pool as flows run them: 100,000 of each language, or with --short 1,000. Counts
// how they end; prints the seed of each that crashes a worker, hangs or ends in an error that is not a script's own.
// `--from <seed>` begins elsewhere, `--seed <language> <seed>` prints one script.
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import type { MortiseError } from "@mortise/contract";
import { groovyLibrary } from "@mortise/languages";
import { createScriptPool } from "@mortise/server";
import { createGroovyGrammar } from "../packages/languages/src/fuzz/groovy-grammar.ts";
import { javascriptProgram } from "../packages/languages/src/fuzz/javascript-grammar.ts";
import { fuzzExchange } from "../packages/languages/src/fuzz/verdict.ts";

enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/mortise-bench"));

const args = process.argv.slice(2);
const programs = { groovy: createGroovyGrammar(groovyLibrary), javascript: javascriptProgram } as const;
const languages = ["groovy", "javascript"] as const;
const from = args.includes("--from") ? Number(args[args.indexOf("--from") + 1]) : 0;
const count = args.includes("--short") ? 1_000 : 100_000;
const AT_ONCE = 32;
const MB = 1_048_576;

if (args.includes("--seed")) {
  const [language, seed] = args.slice(args.indexOf("--seed") + 1);
  console.log(programs[language as "groovy"](Number(seed)));
  process.exit(0);
}

const pool = createScriptPool({
  size: 2,
  limits: { ms: 300, steps: 20_000, memory: 16_000_000, depth: 60, output: 2_000 },
});
await pool.prestart();
let failed = 0;
for (const language of languages) {
  const ends = new Map<string, number>();
  const before = process.memoryUsage().rss;
  const began = performance.now();
  let latest = 0;
  let seed = from;
  const lane = async () => {
    while (seed < from + count) {
      const own = seed++;
      const source = programs[language](own);
      const sent = performance.now();
      const end = await pool.run({ language, source }, fuzzExchange()).then(
        () => "a value",
        (error: MortiseError) => {
          if (/^SCRIPT_(SYNTAX|THREW|LIMIT|FORBIDDEN)$/.test(error.code)) return error.code;
          failed += 1;
          if (failed <= 20) console.log(`  ${language} seed ${own}: ${error.code} ${error.message}`);
          return error.code;
        },
      );
      latest = Math.max(latest, performance.now() - sent);
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  const seconds = (performance.now() - began) / 1_000;
  console.log(
    `\n${language}: ${count.toLocaleString("en")} scripts in ${seconds.toFixed(0)} s, the longest ${latest.toFixed(0)} ms, memory ${((process.memoryUsage().rss - before) / MB).toFixed(0)} MB more`,
  );
  for (const [end, number] of [...ends].sort((a, b) => b[1] - a[1])) console.log(`  ${end.padEnd(18)} ${number}`);
}
await pool.close();
console.log(failed === 0 ? "\nno unknown error, no crash, no hang" : `\n${failed} scripts ended as none may`);
process.exitCode = failed === 0 ? 0 : 1;
