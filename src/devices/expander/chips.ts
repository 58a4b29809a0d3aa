import type { I2cStep } from "../../model/index.ts";

/**
 * Chips that give lines by I²C. Lines are bits of a number here, line 0 lowest; a set bit is a high line.
 * PCF8574, PCF8574A, PCF8575: NXP's data sheets. MCP23008, MCP23017: Microchip's DS20001919 and DS20001952, with `IOCON.BANK` 0.
 */

/** What a chip says of itself. */
export interface Seen {
  /** What a voltmeter says at each line. */
  readonly levels: number;
  /** What it was told to drive; without registers nobody can ask it, and it is what the lines show. */
  readonly latch: number;
  /** Lines that it drives. One without registers drives all of them, high ones weakly. */
  readonly driven: number;
}

/** What is to be set up, as bits. */
export interface Setup {
  readonly latch: number;
  readonly outputs: number;
  readonly inputs: number;
  /** Inputs with a resistor to the supply. */
  readonly pulled: number;
}

export interface Chip {
  /** Its lines by their names, in their order. */
  readonly names: readonly string[];
  /** The addresses that it may have. */
  readonly addresses: readonly [first: number, last: number];
  /** Whether its power-on state shows: it drives nothing then. Otherwise all lines are high. */
  readonly tellsReset: boolean;
  /** Asks all that it says. */
  readonly look: readonly I2cStep[];
  /** @param read what `look` gave */
  seen(read: readonly number[]): Seen;
  /** Sets all lines in one message. */
  set(latch: number): readonly I2cStep[];
  /** Makes lines outputs and inputs; the outputs are set before they are driven. @param read what `look` gave: all else stays as it is */
  setUp(wanted: Setup, read: readonly number[]): readonly I2cStep[];
}

const low = (bits: number): number => bits & 0xff;
/** Bits as so many bytes, lowest first. */
const bytesOf = (bits: number, count: number): number[] => (count === 1 ? [low(bits)] : [low(bits), low(bits >> 8)]);
const bitsOf = (bytes: readonly number[]): number => (bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8);

/** One latch of one or two bytes and nothing else: a set bit lets its line go (a weak high, also an input), another drives it low. */
function latchChip(names: readonly string[], addresses: Chip["addresses"]): Chip {
  const count = names.length / 8;
  const set = (latch: number): I2cStep[] => [{ do: "write", bytes: bytesOf(latch, count) }];
  return {
    ...{ names, addresses, tellsReset: false, set },
    look: [{ do: "read", count }],
    seen: (read) => ({ levels: bitsOf(read), latch: bitsOf(read), driven: 2 ** names.length - 1 }),
    // an input that is low might be one that the latch drives low; without such there is nothing to do
    setUp: ({ latch, inputs }, read) => ((bitsOf(read) & inputs) === inputs ? [] : set(latch | inputs)),
  };
}

/** Registers, each as wide as the chip. */
const REGISTER = { direction: 0x00, inverted: 0x01, pull: 0x06, levels: 0x09, latch: 0x0a } as const;
const REGISTERS = 11;

/** Registers of one or two bytes, for A and B side by side. A set bit of `direction` is an input. */
function registerChip(names: readonly string[], addresses: Chip["addresses"]): Chip {
  const width = names.length / 8;
  const get = (read: readonly number[], register: number): number =>
    bitsOf(read.slice(register * width, (register + 1) * width));
  const put = (register: number, bits: number): I2cStep => ({
    do: "write",
    bytes: [register * width, ...bytesOf(bits, width)],
  });
  return {
    ...{ names, addresses, tellsReset: true },
    look: [{ do: "registers", from: 0, count: REGISTERS * width }],
    seen: (read) => ({
      levels: get(read, REGISTER.levels) ^ get(read, REGISTER.inverted),
      latch: get(read, REGISTER.latch),
      driven: (2 ** names.length - 1) & ~get(read, REGISTER.direction),
    }),
    set: (latch) => [put(REGISTER.latch, latch)],
    setUp: ({ latch, outputs, inputs, pulled }, read) => {
      const wanted: readonly (readonly [register: number, bits: number])[] = [
        [REGISTER.latch, latch],
        [REGISTER.pull, (get(read, REGISTER.pull) & ~inputs & ~outputs) | pulled],
        [REGISTER.direction, (get(read, REGISTER.direction) & ~outputs) | inputs],
      ];
      return wanted
        .filter(([register, bits]) => get(read, register) !== bits)
        .map(([register, bits]) => put(register, bits));
    },
  };
}

const numbered = (prefix: string): string[] => Array.from({ length: 8 }, (_nothing, index) => `${prefix}${index}`);
const EIGHT = numbered("P");
const SIXTEEN = [...numbered("P0"), ...numbered("P1")];

/** The kinds there are, by the word in the configuration. */
export const CHIPS = {
  pcf8574: latchChip(EIGHT, [0x20, 0x27]),
  pcf8574a: latchChip(EIGHT, [0x38, 0x3f]),
  pcf8575: latchChip(SIXTEEN, [0x20, 0x27]),
  mcp23008: registerChip(numbered("GP"), [0x20, 0x27]),
  mcp23017: registerChip([...numbered("GPA"), ...numbered("GPB")], [0x20, 0x27]),
} as const satisfies Record<string, Chip>;

export type ChipName = keyof typeof CHIPS;

/** A line by its number from 0, or by its name on the chip. @returns its number; `undefined`: the chip has none such */
export function lineOf({ names }: Chip, written: string | number): number | undefined {
  if (typeof written === "number") return written < names.length ? written : undefined;
  const found = names.indexOf(written.trim().toUpperCase());
  return found < 0 ? undefined : found;
}
