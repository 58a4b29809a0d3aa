export type { Complaint } from "./complaint.ts";
export { type Config, ConfigError, complaintLine, configParser, loadConfig, parseConfig } from "./load.ts";
export { sayMeasure } from "./measures.ts";
export { editorSchema, type KnownDevice } from "./schema.ts";
