/** Number of letters to change, add or leave out to make `b` of `a`; stops counting above `most`. */
function distance(a: string, b: string, most: number): number {
  let before = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(swap, (before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) > most) return most + 1;
    before = row;
  }
  return before[b.length] ?? most + 1;
}

/** The known name that is most like this one, if it is close: at most a third of its letters differ. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const small = name.toLowerCase();
  let most = Math.min(3, Math.floor(name.length / 3)) + 1;
  let found: string | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= most) continue;
    const away = distance(small, candidate.toLowerCase(), most);
    if (away < most) {
      most = away;
      found = candidate;
    }
  }
  return found;
}
