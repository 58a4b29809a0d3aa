import type { Steps } from "../reader.ts";

/** All steps one after the other, without a budget. @returns what they come to */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
