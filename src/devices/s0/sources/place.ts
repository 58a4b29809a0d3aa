/** A place in a file, as it is kept with a register. */
export interface SavedPlace {
  readonly inode: string;
  /** Where the line begins whose pulse was counted last, bytes. */
  readonly from: number;
  /** Its instant, UTC ms. */
  readonly at: number;
}

const SIGN = "|";

export function wordsOf({ inode, from, at }: SavedPlace): string {
  return [inode, from, at].join(SIGN);
}

/** @returns `undefined` where the words name none */
export function placeOf(words: string | undefined): SavedPlace | undefined {
  const [inode = "", from = "", at = ""] = (words ?? "").split(SIGN);
  const place = { inode, from: Number(from), at: Number(at) };
  const isPlace = inode !== "" && from !== "" && at !== "" && Number.isInteger(place.from) && Number.isFinite(place.at);
  return isPlace ? place : undefined;
}
