/** Digits, LEDs and keys of a board. */
export const BOARD = 8;
/** Boards in a chain at most. */
export const MOST_BOARDS = 4;

/** What a panel must know of a relay to find it a key. */
interface Numbered {
  readonly id: string;
  /** Its number in the mode file and on PvMonit's panel. */
  readonly number: number | null;
}

/**
 * Which relay has which key: its number's, or, without one, the first that is free. Whole boards.
 * @returns ids; `undefined`: no relay there. Relays for which four boards have no key are left out
 */
export function placesOf(relays: readonly Numbered[]): (string | undefined)[] {
  const places: (string | undefined)[] = [];
  const rest: string[] = [];
  for (const { id, number } of relays) {
    const place = number === null ? -1 : number - 1;
    if (place < 0 || place >= BOARD * MOST_BOARDS || places[place] !== undefined) rest.push(id);
    else places[place] = id;
  }
  for (const id of rest) {
    const free = Array.from({ length: BOARD * MOST_BOARDS }, (_nothing, place) => place).find(
      (place) => places[place] === undefined,
    );
    if (free !== undefined) places[free] = id;
  }
  const boards = Math.max(1, Math.ceil(places.length / BOARD));
  return Array.from({ length: boards * BOARD }, (_nothing, place) => places[place]);
}
