import type { Problem } from "../../../../src/web/api.ts";
import type { LiveState } from "../../live-state.svelte.ts";
import { isUnsure } from "../server.ts";

/** What went wrong and what to do about it. Without an answer there is nothing to do: the page asks again by itself. */
export function explain(live: LiveState, problem: Problem): string {
  if (isUnsure(problem)) return live.words.link.never;
  return live.typeset(`${problem.message} ${problem.hint}`.trim());
}
