/** Readings as text: forms that other programs write and read. Knows a loader and a history, and no database. */
export { type Asked, Believed, type Doubted } from "./believed.ts";
export { type Asked as AskedRegister, ENERGY_KINDS, type EnergyKind, type EnergyOptions } from "./energies.ts";
export { everyChannel } from "./every-channel.ts";
export { exportReadings } from "./export.ts";
export { formatOfName, type ImportFile, openImportFile } from "./file.ts";
export { FORMATS, type Format } from "./formats.ts";
export { type ImportReport, importReadings } from "./import.ts";
export { UnclearText } from "./layout.ts";
export { PROFILE_NAMES, type ProfileName } from "./profiles/index.ts";
export { type ChannelSurvey, Survey } from "./survey.ts";
export { TIME_FORMS, type TimeForm } from "./times.ts";
