/** Adds up the energies of rows to what a register would have shown. */

export interface Row {
  /** UTC ms */
  readonly at: number;
  readonly value: number;
  /** Its line's number. */
  readonly line: number;
}

/** Rows that are no further apart than so many times their usual distance follow each other: a day may have 25 hours. */
const FOLLOWS = 1.5;

/** The rows, oldest first; of what says the same twice, once. */
export function sorted(rows: readonly Row[]): { readonly rows: Row[]; readonly twice: Row[] } {
  const twice: Row[] = [];
  const all = [...rows].sort((a, b) => a.at - b.at);
  const once = all.filter((row, i) => {
    const before = all[i - 1];
    if (before?.at !== row.at) return true;
    if (before.value !== row.value) twice.push(row);
    return false;
  });
  return { rows: once, twice };
}

/** How far most of the rows are from each other, ms; `undefined` of a single one. */
export function distanceOf(rows: readonly Row[]): number | undefined {
  const counts = new Map<number, number>();
  rows.forEach(({ at }, i) => {
    const distance = at - (rows[i - 1]?.at ?? at);
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  });
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0];
}

export interface Shown {
  readonly at: number;
  readonly value: number;
}

export interface Summed {
  /** What the register shows, and when. */
  readonly shown: readonly Shown[];
  /** How often rows are missing between others: nothing is known of that time, and a register cannot say so. */
  readonly missing: number;
}

/** Without the noise of what was added. */
function added(sum: number, value: number): number {
  return Number((sum + value).toPrecision(14));
}

/** The time of each row. @param ended each row's time is its end */
function spansOf(rows: readonly Row[], distance: number, ended: boolean): (readonly [from: number, to: number])[] {
  const follows = (at: number, next: number | undefined): next is number =>
    next !== undefined && next - at <= FOLLOWS * distance;
  return rows.map(({ at }, i) => {
    const [before, next] = [rows[i - 1]?.at, rows[i + 1]?.at];
    if (ended) return [before !== undefined && follows(before, at) ? before : at - distance, at];
    return [at, follows(at, next) ? next : at + distance];
  });
}

/** When the first of the rows begins. */
export function beginOf(rows: readonly Row[], distance: number, ended: boolean): number {
  return (rows[0]?.at ?? 0) - (ended ? distance : 0);
}

/** @param rows oldest first, each instant once; @param begins what the register shows before them */
export function summed(rows: readonly Row[], distance: number, ended: boolean, begins: number): Summed {
  const shown: Shown[] = [];
  let [sum, missing] = [begins, 0];
  spansOf(rows, distance, ended).forEach(([from, to], i) => {
    const last = shown.at(-1);
    if (last !== undefined && last.at < from) missing++;
    if (last === undefined || last.at < from) shown.push({ at: from, value: sum });
    sum = added(sum, rows[i]?.value ?? 0);
    shown.push({ at: to, value: sum });
  });
  return { shown, missing };
}
