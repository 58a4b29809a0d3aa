/** Edit distance after Levenshtein: insertions, deletions, replacements. Names of up to 100 characters. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    above = row;
  }
  return above[b.length] ?? 0;
}

/** The known name that somebody probably meant; `undefined` when none is near. Looks at 2,000 names at most. */
export function nearest(wanted: string, names: Iterable<string>): string | undefined {
  const word = wanted.slice(0, 100).toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 2)) + 1;
  let seen = 0;
  for (const name of names) {
    if (++seen > 2_000) break;
    if (Math.abs(name.length - word.length) >= least) continue;
    const steps = distance(word, name.slice(0, 100).toLowerCase());
    if (steps < least) {
      best = name;
      least = steps;
    }
  }
  return best;
}
