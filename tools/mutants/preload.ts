import fs from "node:fs";
import { registerHooks, syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { isMainThread } from "node:worker_threads";
import { elsewhere, type Job, reach, switchboard, switchTo } from "./job.ts";

/**
 * Loaded before anything else in every thread and process of a test run (`--import …/preload.ts?JOB`): gives the
 * mutated sources in place of those on the disk and switches the mutant on.
 */

/** What the test files get instead of these modules. */
const INSTEAD: Readonly<Record<string, string>> = {
  "node:test": new URL("./tests.ts", import.meta.url).href,
  "fast-check": new URL("./properties.ts", import.meta.url).href,
};
const OWN = new URL("./", import.meta.url).href;
const ROOT = new URL("../../", import.meta.url).href;
const MAIN = fileURLToPath(new URL("./process.ts", import.meta.url));

const jobFile = decodeURIComponent(new URL(import.meta.url).search.slice(1));
const job: Job = JSON.parse(fs.readFileSync(jobFile, "utf8"));
const isTestThread = isMainThread && process.argv[1] === MAIN;

if (job.task) switchTo(job.task);

function isOurs(url: string): boolean {
  return url.startsWith(ROOT) && !url.startsWith(OWN) && !url.includes("/node_modules/");
}

registerHooks({
  resolve(specifier, context, next) {
    const url = isTestThread && !context.parentURL?.startsWith(OWN) ? INSTEAD[specifier] : undefined;
    if (url !== undefined) return { url, shortCircuit: true };
    const found = next(specifier, context);
    // what a file that is loaded anew imports is loaded anew too
    const [generation] = /\?fresh=\d+$/.exec(context.parentURL ?? "") ?? [];
    return generation !== undefined && isOurs(found.url) ? { ...found, url: found.url + generation } : found;
  },
  load(url, context, next) {
    const file = url.startsWith("file:") ? job.sources[fileURLToPath(url)] : undefined;
    if (file === undefined) return next(url, context);
    return { format: "module", source: fs.readFileSync(file, "utf8"), shortCircuit: true };
  },
});

if (Object.keys(job.texts).length > 0) replaceTexts();
if (job.report !== undefined && !isTestThread)
  switchboard().mutantCoverage = { static: toldAtOnce(job.report), perTest: {} };

/** What is not imported but read, such as the code inside the scripts' sandbox. */
function replaceTexts(): void {
  const read = fs.readFileSync;
  const replaced = (...args: Parameters<typeof read>): ReturnType<typeof read> => {
    const [file] = args;
    const path = file instanceof URL ? fileURLToPath(file) : String(file);
    const text = switchboard().texts?.[path] ?? job.texts[path];
    if (text === undefined) return read(...args);
    reach(path);
    return text;
  };
  Object.assign(fs, { readFileSync: replaced });
  syncBuiltinESMExports();
}

/** Counts what is reached. A thread may be ended at any moment: each id is told when it is first reached. */
function toldAtOnce(report: string): Record<string, number> {
  return new Proxy<Record<string, number>>(
    {},
    {
      set(target, id, count) {
        if (!Reflect.has(target, id)) fs.appendFileSync(elsewhere(report), `${String(id)}\n`);
        return Reflect.set(target, id, count);
      },
    },
  );
}
