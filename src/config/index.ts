export { type Claimed, claimedBy } from "./claims.ts";
export type { Complaint } from "./complaint.ts";
export { lcdKeys, shownOn } from "./lcd.ts";
export { type Config, ConfigError, complaintLine, configParser, loadConfig, parseConfig } from "./load.ts";
export { sayMeasure } from "./measures.ts";
export type { Night } from "./night.ts";
export { keysOf, type PanelConfig } from "./panel.ts";
export { editorSchema, type KnownDevice } from "./schema.ts";
