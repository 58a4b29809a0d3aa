import { inEnglish, type PinLine, type Pins, tellingOf } from "../../model/index.ts";
import { HEADER_CHIPS } from "../../pins/raspberry.ts";
import { explained } from "../../pins/words.ts";
import type { ChipFound } from "./findings.ts";

/** The GPIO chips of a machine and who holds which of their lines. Nothing is requested. */

function lineFound({ offset, name, used, consumer, output }: PinLine): ChipFound["lines"][number] {
  const held_by = used ? consumer || "somebody" : null;
  return { line: offset, name: name === "" ? null : name, output, held_by, used_by: null };
}

function chipFound(pins: Pins, path: string): ChipFound {
  try {
    const chip = pins.chip(path);
    const { name, label } = chip;
    const found = { path, name, label, header: HEADER_CHIPS.includes(label) };
    try {
      return { ...found, lines: pins.lines(chip).map(lineFound), problem: null };
    } catch (error) {
      return { ...found, lines: [], problem: inEnglish(tellingOf(explained(error, path, label))) };
    }
  } catch (error) {
    const problem = inEnglish(tellingOf(explained(error, path)));
    return { path, name: null, label: null, header: false, lines: [], problem };
  }
}

export function chipsFound(pins: Pins): ChipFound[] {
  return pins.paths().map((path) => chipFound(pins, path));
}
