export type { LastChange } from "./doubt.ts";
export * from "./judged.ts";
export * from "./rule.ts";
export type { Change, RisingStretch } from "./skipped.ts";
