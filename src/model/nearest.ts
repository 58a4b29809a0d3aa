/** Steps (insert, delete, replace, swap of neighbours) from one word to another; words of at most 64 characters. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let steps = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        steps = Math.min(steps, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(steps);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/** More names than anybody means to look through. */
const MOST_NAMES = 2_000;

/** The known name that somebody most likely meant; `undefined` when none is close. Looks at 2,000 names at most. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const wanted = word.slice(0, 64).toLowerCase();
  let best: string | undefined;
  // Among equally close names the one that begins alike: "min_of" means "min_off", not "min_on".
  let fewest = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let seen = 0;
  for (const name of known) {
    if (++seen > MOST_NAMES) break;
    const candidate = name.slice(0, 64).toLowerCase();
    const steps = distance(wanted, candidate) - sharedStart(wanted, candidate) / 100;
    if (steps < fewest && Math.ceil(steps) <= Math.max(1, Math.floor(wanted.length / 3))) {
      fewest = steps;
      best = name;
    }
  }
  return best;
}
