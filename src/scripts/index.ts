/** User scripts: compiled, kept apart from everything in QuickJS, watched, ended when they misbehave. */
export type { HostOptions, ScriptSetup } from "./book.ts";
export { writeEditorTypes } from "./editor.ts";
export { InProcessScripts } from "./in-process.ts";
export { WorkerScripts } from "./worker-scripts.ts";
