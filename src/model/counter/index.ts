export type { ChangeSource, LastChange } from "./doubt.ts";
export * from "./hour.ts";
export * from "./judge.ts";
export * from "./judged.ts";
export type { Tally } from "./rule.ts";
