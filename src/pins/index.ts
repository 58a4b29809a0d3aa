import type { Pins } from "../model/index.ts";
import { chipAt, chipPaths, linesOf } from "./gpio/chips.ts";
import { requestLines } from "./gpio/lines.ts";

/** The pins of this machine. */
export const systemPins: Pins = { paths: chipPaths, chip: chipAt, lines: linesOf, request: requestLines };
