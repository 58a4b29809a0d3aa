import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { quietly } from "./quietly.ts";

// Serves our own files, already stripped of their types, to the module loader of the thread.
const BOOT = `
const { registerHooks } = require("node:module");
const { workerData } = require("node:worker_threads");
const { files, entry } = workerData;
registerHooks({
  load(url, context, next) {
    const source = files[url];
    return source === undefined ? next(url, context) : { format: "module", source, shortCircuit: true };
  },
});
import(entry);
`;

const stripped = new Map<string, Readonly<Record<string, string>>>();

/** The file and the files beside it that it imports, by URL, without types. */
function filesOf(entry: URL): Readonly<Record<string, string>> {
  const known = stripped.get(entry.href);
  if (known) return known;
  const files: Record<string, string> = {};
  const waiting = [entry];
  for (let url = waiting.pop(); url; url = waiting.pop()) {
    if (files[url.href] !== undefined) continue;
    const source = readFileSync(url, "utf8");
    files[url.href] = quietly(() => stripTypeScriptTypes(source));
    for (const [, path] of source.matchAll(/^(?:import|export|\}) .*?from "(\.[^"]+)";$/gm)) {
      if (path) waiting.push(new URL(path, url));
    }
  }
  stripped.set(entry.href, files);
  return files;
}

/**
 * Starts a thread from one of our TypeScript files (or, in the published package, JavaScript files).
 * The types are stripped here: a type stripper in every thread would cost 10 MB and 50 ms each.
 */
export function startThread(entry: URL, options: Omit<WorkerOptions, "eval" | "env">): Worker {
  if (!entry.pathname.endsWith(".ts")) return new Worker(entry, { ...options, env: {} });
  const workerData = { ...(options.workerData as object | undefined), files: filesOf(entry), entry: entry.href };
  return new Worker(BOOT, { ...options, eval: true, env: {}, workerData });
}
