const DIGITS = 6;

/** A value that people read, with six digits at most. */
export function shownValue(value: number): string {
  return String(Number(value.toPrecision(DIGITS)));
}
