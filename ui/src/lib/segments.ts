/** A digit of seven segments on a square of 100 units, as paths by their bits; the dot is the eighth. */

const WIDE = 22;
const HIGH = 40;
const HALF = 5;
/** The segments do not touch each other. */
const GAP = 1.5;

const across = (y: number): string => {
  const half = WIDE - GAP;
  const inner = half - HALF;
  return `M${-half} ${y}l${HALF}-${HALF}h${2 * inner}l${HALF} ${HALF}-${HALF} ${HALF}h${-2 * inner}z`;
};

const down = (x: number, y: number): string => {
  const long = HIGH - 2 * GAP - 2 * HALF;
  return `M${x} ${y + GAP}l${HALF} ${HALF}v${long}l-${HALF} ${HALF}-${HALF}-${HALF}v${-long}z`;
};

/** Bit 0 top, 1 and 2 right, 3 bottom, 4 and 5 left, from below, 6 middle; middle of the digit at 0, 0. */
export const SEGMENTS: readonly string[] = [
  across(-HIGH),
  down(WIDE, -HIGH),
  down(WIDE, 0),
  across(HIGH),
  down(-WIDE, 0),
  down(-WIDE, -HIGH),
  across(0),
];

/** The dot, where bit 7 is. */
export const DOT_AT = { x: WIDE + 14, y: HIGH, r: 5.5 } as const;

/** Whether a segment of a digit is lit. */
export const isLit = (digit: number, bit: number): boolean => ((digit >> bit) & 1) === 1;
