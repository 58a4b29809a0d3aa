/** Changes to a text that are found in any order. */

export interface Edit {
  readonly start: number;
  /** What lies between is replaced; the same as `start`: put in between. */
  readonly end: number;
  readonly text: string;
  /** Of edits at one place the lowest comes first. */
  readonly order?: number;
}

const LAST = 1_000_000;
/** Before whatever else stands at its place. */
export const FIRST = -3 * LAST;

/** Puts words before and after a stretch; of stretches within each other the outer ones lie outside. @param depth of it */
export function around(start: number, end: number, depth: number, before: string, after: string): Edit[] {
  return [
    { start, end: start, text: before, order: depth },
    { start: end, end, text: after, order: -LAST - depth },
  ];
}

/** The text with the edits, which do not overlap. No line of it moves to another line. */
export function edited(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || (a.order ?? LAST) - (b.order ?? LAST));
  let made = "";
  let from = 0;
  for (const edit of sorted) {
    const kept = text.slice(edit.start, edit.end);
    const lines = edit.text.includes("\n") ? "" : kept.replace(/[^\n]/g, "");
    made += text.slice(from, edit.start) + edit.text + lines;
    from = edit.end;
  }
  return made + text.slice(from);
}
