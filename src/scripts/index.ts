/** User scripts: compiled, kept apart from everything in QuickJS, watched, ended when they misbehave. */

export type { HostOptions, ScriptSetup } from "./host/book.ts";
export type { RelaysComplaint } from "./host/check-files.ts";
export { checkScripts } from "./host/check-files.ts";
export { writeEditorTypes } from "./host/editor.ts";
export { WorkerScripts } from "./host/worker-scripts.ts";
