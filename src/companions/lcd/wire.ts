import type { I2cStep } from "../../model/index.ts";

/**
 * A display HD44780 in its four-bit mode behind a PCF8574 (Hitachi's data sheet, figure 24): RS at P0, RW at P1, E at P2, the light at P3,
 * D4 to D7 at P4 to P7. The display takes a nibble when E falls. A byte of the bus takes 22 µs at 400 kHz, so that between two
 * of its characters are the 37 µs that it needs.
 */
const RS = 0x01;
const E = 0x04;
const LIGHT = 0x08;

const COMMAND = { clear: 0x01, entry: 0x06, off: 0x08, on: 0x0c, four_bits_two_lines: 0x28, place: 0x80 } as const;
/** A message of whole characters that each adapter takes: six bytes each. */
const LONGEST_MESSAGE = 30;

/** The nibble stands before E rises and while it falls. */
function nibble(high: number, flags: number): number[] {
  const data = (high & 0xf0) | flags;
  return [data, data | E, data];
}

const byte = (value: number, flags: number): number[] => [...nibble(value, flags), ...nibble(value << 4, flags)];

function messages(bytes: readonly number[]): I2cStep[] {
  const count = Math.ceil(bytes.length / LONGEST_MESSAGE);
  return Array.from({ length: count }, (_nothing, index) => ({
    do: "write",
    bytes: bytes.slice(index * LONGEST_MESSAGE, (index + 1) * LONGEST_MESSAGE),
  }));
}

const pause = (us: number): I2cStep => ({ do: "pause", us });

/** After the power came all lines are high, E and RW too: E falls first, while the display is asked and takes nothing. */
const LET_GO: I2cStep = { do: "write", bytes: [0xff & ~E] };

/** From whatever state to an empty display: it may be in the middle of a character, so it is told thrice to take eight bits. */
export function begin(isLit: boolean): I2cStep[] {
  const light = isLit ? LIGHT : 0;
  const one = (high: number): I2cStep => ({ do: "write", bytes: nibble(high, light) });
  const commands = [COMMAND.four_bits_two_lines, COMMAND.off, COMMAND.entry].flatMap((value) => byte(value, light));
  return [
    ...[
      LET_GO,
      pause(50_000),
      one(0x30),
      pause(5_000),
      one(0x30),
      pause(200),
      one(0x30),
      pause(200),
      one(0x20),
      pause(200),
    ],
    ...messages(commands),
    ...messages(byte(COMMAND.clear, light)),
    pause(3_000),
    ...messages(byte(COMMAND.on, light)),
  ];
}

/** Where each row begins; the third and fourth go on behind the first and second. */
const ROWS: readonly number[] = [0x00, 0x40, 0x00, 0x40];

/** Writes a row. @param codes of the display's own characters, as many as it has columns */
export function writeRow(row: number, codes: readonly number[], isLit: boolean): I2cStep[] {
  const light = isLit ? LIGHT : 0;
  const place = (ROWS[row] ?? 0) + (row > 1 ? codes.length : 0);
  return messages([...byte(COMMAND.place | place, light), ...codes.flatMap((code) => byte(code, light | RS))]);
}

/** Nothing is shown, and it is dark. */
export function dark(): I2cStep[] {
  return messages(byte(COMMAND.off, 0));
}

/** The light alone. */
export function lightStep(isLit: boolean): I2cStep {
  return { do: "write", bytes: [isLit ? LIGHT : 0] };
}
