/** A program may print what it was given before a secret was changed: so many contents of a file are hidden. */
const MOST_HELD = 8;

/** The contents of a secret's file, oldest first, with the one that it holds now. */
export function nowHeld(before: readonly string[], secret: string): readonly string[] {
  return [...before.filter((one) => one !== secret), secret].slice(-MOST_HELD);
}
