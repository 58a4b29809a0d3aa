import type { Contacts, Pins } from "../model/index.ts";
import { chipAt, chipPaths, linesOf } from "./gpio/chips.ts";
import { requestLines } from "./gpio/lines.ts";
import { systemI2c } from "./i2c/index.ts";
import { inputPaths, openKey } from "./input/key.ts";
import { openWires } from "./wires/wires.ts";

/** The pins of this machine, and its buses. */
export const systemPins: Pins & Contacts = {
  ...{ paths: chipPaths, chip: chipAt, lines: linesOf, request: requestLines },
  ...{ inputs: inputPaths, key: openKey, wires: openWires },
  i2c: systemI2c,
};
