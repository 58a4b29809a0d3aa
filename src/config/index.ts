export type { Complaint } from "./complaint.ts";
export { type Config, ConfigError, complaintLine, loadConfig, parseConfig } from "./load.ts";
export { editorSchema, type KnownDevice } from "./schema.ts";
