/** Where a curve has a gap: nothing was recorded between two of its points. */

/** Points further apart than so many of their usual distances have a gap between them. */
const FAR = 2.5;

/** The usual distance between neighbours: the middle one of all, ms; 0 with fewer than two. `times` grow. */
export function usualDistance(times: readonly number[]): number {
  const distances = times.slice(1).map((at, i) => at - (times[i] ?? at));
  distances.sort((a, b) => a - b);
  return distances[distances.length >> 1] ?? 0;
}

/**
 * From this distance between two points on there is a gap, ms.
 * @param step_ms the width of what each point stands for
 * @param usual_ms as `usualDistance` has it
 */
export function gapFrom(step_ms: number, usual_ms: number): number {
  return FAR * Math.max(step_ms, usual_ms);
}

/** From ≤ at < to, UTC ms. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Spans that overlap or lie closer together than can be seen, ms, as one. */
export function joined(spans: readonly Span[], apart_ms: number): Span[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    const before = all.at(-1);
    if (before && from - before.to < apart_ms) before.to = Math.max(before.to, to);
    else all.push({ from, to });
  }
  return all;
}
