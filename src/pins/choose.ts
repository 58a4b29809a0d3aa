import { type PinChip, type Pins, PinTrouble, told } from "../model/index.ts";
import { bcmOfHeader, bcmOfWiringPi, HEADER_CHIPS, HEADER_LAST } from "./raspberry.ts";
import { explained } from "./words.ts";

/** A line as a person names it. */
export type LineName =
  /** Its place in the chip: on a Raspberry Pi the BCM number. */
  | { readonly by: "number"; readonly number: number }
  /** Its name on the board, such as `GPIO17`. */
  | { readonly by: "name"; readonly name: string }
  /** The pin of a Raspberry Pi's header. */
  | { readonly by: "pin"; readonly pin: number }
  /** wiringPi's number. */
  | { readonly by: "wiring_pi"; readonly number: number };

const MOST_NAME = 31;
const NAMED = /^[A-Za-z][\w.:+#-]*$/;
/** Other ways in which programs name a pin of the header, or wiringPi's number. `P1_11` is none: other boards have such lines. */
const PIN = /^(pin|board|physical|header|j8|wiring ?pi|wpi)[ :._-]{0,3}(\d{1,2})$/i;
/** A BCM number. With a point `GPIO.17` is wiringPi's name for its number 17: such are not read. */
const BCM = /^(gpio|bcm)[ :_-]{0,3}(\d{1,2})$/i;

/** What is wrong with the name of a line, in words that say what to write. */
export type LineFlaw = "power" | "no_pin" | "no_wiring_pi" | "unread";

/**
 * Reads the name of a line: `23`, `GPIO23` or `BCM23` (on a Raspberry Pi the same), `pin 16`, `BOARD16` or `J8:16` (of the
 * header), `wiringPi 4`, or any other name of the board.
 */
export function lineNameOf(written: string | number): LineName | { readonly flaw: LineFlaw } {
  const words = String(written).trim();
  if (/^\d{1,3}$/.test(words)) return { by: "number", number: Number(words) };
  const [, kind = "", digits = ""] = PIN.exec(words) ?? [];
  const number = Number(digits);
  if (/^w/i.test(kind)) {
    return bcmOfWiringPi(number) === undefined ? { flaw: "no_wiring_pi" } : { by: "wiring_pi", number };
  }
  if (kind !== "") return pinOf(number);
  if (BCM.test(words)) return { by: "name", name: words };
  if (words.length <= MOST_NAME && NAMED.test(words)) return { by: "name", name: words };
  return { flaw: "unread" };
}

function pinOf(pin: number): LineName | { readonly flaw: LineFlaw } {
  if (pin < 1 || pin > 40) return { flaw: "no_pin" };
  return bcmOfHeader(pin) === undefined ? { flaw: "power" } : { by: "pin", pin };
}

/** As a person would write it. */
export function sayLine(line: LineName): string {
  if (line.by === "name") return line.name;
  if (line.by === "pin") return `pin ${line.pin}`;
  return line.by === "wiring_pi" ? `wiringPi ${line.number}` : String(line.number);
}

/** Its number, where it has one on every board; on a Raspberry Pi `GPIO23` is 23. */
export function lineNumber(line: LineName): number | undefined {
  if (line.by === "number") return line.number;
  if (line.by === "pin") return bcmOfHeader(line.pin);
  if (line.by === "wiring_pi") return bcmOfWiringPi(line.number);
  const [, , digits] = BCM.exec(line.name) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

interface Asked {
  readonly chips: readonly PinChip[];
  /** Why one of the others cannot be asked. */
  readonly trouble: unknown;
}

/** Chips that can be asked. @throws ToldError where there are none, or none may be opened */
function chipsOf(pins: Pins): Asked {
  const paths = pins.paths();
  if (paths.length === 0) throw told("pins_none", { folder: "/dev" });
  const chips: PinChip[] = [];
  let trouble: unknown;
  for (const path of paths) {
    try {
      chips.push(pins.chip(path));
    } catch (error) {
      trouble ??= explained(error, path);
    }
  }
  if (chips.length === 0) throw trouble;
  return { chips, trouble };
}

const sayChips = (chips: readonly PinChip[]): string => chips.map(({ name, label }) => `${label} (${name})`).join(", ");

/** The chip that a person means. @param wanted its label, name or path; absent: that of a Raspberry Pi's header */
function chipOf(
  { chips, trouble }: Asked,
  wanted: string | undefined,
  first: LineName | undefined,
  pins: Pins,
): PinChip {
  if (wanted !== undefined) {
    const meant = chips.filter(({ label, name, path }) => label === wanted || name === wanted || path === wanted);
    const [chip] = meant;
    // it may be the one that may not be opened
    if (chip === undefined) throw trouble ?? told("pins_no_chip", { chip: wanted, chips: sayChips(chips) });
    if (meant.length > 1) throw told("pins_which_chip", { chips: sayChips(meant) });
    return chip;
  }
  const header = HEADER_CHIPS.map((label) => chips.find((chip) => chip.label === label)).find((chip) => chip);
  if (header) return header;
  // the only one that may be opened is not the one that is meant
  if (trouble !== undefined) throw trouble;
  const [only] = chips;
  if (chips.length === 1 && only) return only;
  const holder = first?.by === "name" ? chips.filter((chip) => offsetByName(pins, chip, first.name) !== undefined) : [];
  const [named] = holder;
  if (holder.length === 1 && named) return named;
  throw told("pins_which_chip", { chips: sayChips(chips) });
}

function offsetByName(pins: Pins, chip: PinChip, name: string): number | undefined {
  return pins.lines(chip).find((line) => line.name === name)?.offset;
}

function offsetOf(pins: Pins, chip: PinChip, line: LineName): number {
  const named = sayLine(line);
  if (line.by === "pin" || line.by === "wiring_pi") {
    const bcm = lineNumber(line);
    if (bcm === undefined || !HEADER_CHIPS.includes(chip.label)) {
      throw told("pins_not_pi", { line: named, chip: chip.label });
    }
    return bcm;
  }
  if (line.by === "number") {
    if (HEADER_CHIPS.includes(chip.label) && line.number > HEADER_LAST) {
      throw told("pins_off_header", { line: named, chip: chip.label });
    }
    if (line.number >= chip.lines) {
      throw told("pins_no_line", { chip: chip.label, line: named, last: String(chip.lines - 1) });
    }
    return line.number;
  }
  const offset = offsetByName(pins, chip, line.name) ?? bcmInName(chip, line);
  if (offset === undefined) throw told("pins_no_name", { line: named });
  return offset;
}

/** Older systems of Raspberry have no names for the lines, and nobody's system calls them BCM. */
function bcmInName(chip: PinChip, line: LineName): number | undefined {
  const bcm = HEADER_CHIPS.includes(chip.label) ? lineNumber(line) : undefined;
  return bcm !== undefined && bcm <= HEADER_LAST ? bcm : undefined;
}

/** Lines that were found. */
export interface Chosen {
  readonly chip: PinChip;
  /** In the order of the names. */
  readonly offsets: readonly number[];
}

/**
 * Finds the lines that a person named, all on one chip.
 * @param wanted label, name or path of the chip; absent: the one of a Raspberry Pi's header, or the only one
 * @throws ToldError saying what to write or to do
 */
export function chooseLines(pins: Pins, wanted: string | undefined, lines: readonly LineName[]): Chosen {
  const chip = chipOf(chipsOf(pins), wanted, lines[0], pins);
  try {
    const offsets = lines.map((line) => offsetOf(pins, chip, line));
    const twice = offsets.find((offset, index) => offsets.indexOf(offset) !== index);
    if (twice !== undefined) throw told("pins_twice", { line: String(twice), chip: chip.label });
    return { chip, offsets };
  } catch (error) {
    throw error instanceof PinTrouble ? explained(error, chip.path, chip.label) : error;
  }
}
