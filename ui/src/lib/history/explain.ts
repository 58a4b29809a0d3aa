import type { Problem } from "../../../../src/web/api.ts";
import type { House } from "../../house.svelte.ts";
import { isUnsure } from "../server.ts";

/** What went wrong and what to do about it. Without an answer there is nothing to do: the page asks again by itself. */
export function explain(house: House, problem: Problem): string {
  if (isUnsure(problem)) return house.words.link.never;
  return house.typeset(`${problem.message} ${problem.hint}`.trim());
}
