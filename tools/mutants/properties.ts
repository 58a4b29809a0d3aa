import { readFileSync } from "node:fs";
import fc, { type Parameters } from "fast-check";
import type { Job } from "./job.ts";

/** Stands in for `fast-check` in the test files: few runs, and the same ones each time. */

const { property_runs }: Job = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));

function few<T>(given: Parameters<T> = {}): Parameters<T> {
  const { numRuns = fc.readConfigureGlobal().numRuns ?? 100, seed = 1 } = given;
  return { ...given, seed, numRuns: Math.min(numRuns, property_runs) };
}

export * from "fast-check";
export default {
  ...fc,
  assert: ((property, given) => fc.assert(property, few(given))) as typeof fc.assert,
  check: ((property, given) => fc.check(property, few(given))) as typeof fc.check,
};
