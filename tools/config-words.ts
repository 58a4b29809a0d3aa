/** How the reference of the configuration writes values. */

const STEPS: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, "d"],
  [3_600_000, "h"],
  [60_000, "min"],
  [1_000, "s"],
];

function duration(ms: number): string {
  const [step, unit] = STEPS.find(([length]) => ms >= length && ms % length === 0) ?? [1, "ms"];
  return ms === 0 ? "`0 s`" : `\`${ms / step} ${unit}\``;
}

/** A default as somebody would write it; `expected` tells what kind of value it is. */
export function sayWords(value: unknown, expected: string | undefined): string {
  if (typeof value === "number" && expected === "a duration") return duration(value);
  if (typeof value === "number" && expected === "a power") return `\`${value} W\``;
  if (typeof value === "object" && value !== null) {
    if ("do" in value) return `\`${String(value.do)}\``;
    return Array.isArray(value) || Object.keys(value).length === 0 ? "–" : `\`${JSON.stringify(value)}\``;
  }
  return value === undefined ? "–" : `\`${String(value)}\``;
}

/** The unit behind the name of a quantity. */
export function sayUnit(unit: string | null): string {
  if (unit === null) return " (a state)";
  return unit === "" ? "" : ` (${unit})`;
}
