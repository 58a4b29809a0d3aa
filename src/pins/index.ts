export { type Chip, chipAt, chipPaths, linesOf } from "./gpio/chips.ts";
export type { Drive, Edge, EdgeKind, InputConfig, LineConfig, LineInfo, OutputConfig, Pull } from "./gpio/layout.ts";
export { type Lines, requestLines } from "./gpio/lines.ts";
export { type PinProblem, PinTrouble } from "./trouble.ts";
