import type { Pins } from "../model/index.ts";
import { chipAt, chipPaths, linesOf } from "./gpio/chips.ts";
import { requestLines } from "./gpio/lines.ts";
import { systemI2c } from "./i2c/index.ts";

/** The pins of this machine, and its buses. */
export const systemPins: Pins = {
  ...{ paths: chipPaths, chip: chipAt, lines: linesOf, request: requestLines },
  i2c: systemI2c,
};
