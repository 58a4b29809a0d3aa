/**
 * Where each of some equal parts of a span begins, its first whole millisecond, and where the last one ends: part i holds
 * from + i·w ≤ at < from + (i + 1)·w, with w = (to − from) / points, exactly.
 * @param from UTC ms, whole
 * @param to UTC ms, whole, not before `from`
 * @param points how many parts, 1 or more
 * @throws RangeError when it is no such number
 */
export function equalEdges(from: number, to: number, points: number): Float64Array {
  if (!Number.isInteger(points) || points < 1) throw new RangeError(`${points} equal parts are none`);
  // split so that no product leaves the whole numbers that a double holds exactly
  const whole = Math.floor((to - from) / points);
  const rest = (to - from) % points;
  return Float64Array.from({ length: points + 1 }, (_, i) => from + i * whole + Math.ceil((i * rest) / points));
}
