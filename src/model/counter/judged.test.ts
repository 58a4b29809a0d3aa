import assert from "node:assert/strict";
import { it } from "node:test";
import { HOUR, MINUTE } from "../time.ts";
import { type Judged, tellJudged, type Verdict } from "./judged.ts";

function judged(at: number, verdict: Verdict, value = 0): Judged {
  return { at, until: at + MINUTE, before: 100, value, after: 100 + value, verdict, times: 1 };
}

it("what is open in one of them is open since the first", () => {
  const list: Judged[] = [];
  tellJudged(list, judged(0, "restart"));
  tellJudged(list, { ...judged(MINUTE, "restart"), open_since: 7 });
  tellJudged(list, { ...judged(2 * MINUTE, "restart"), open_since: 9 });
  assert.deepEqual([list.length, list[0]?.open_since], [1, 7]);
});

it("what is judged alike within an hour is told as one", () => {
  const list: Judged[] = [];
  tellJudged(list, judged(0, "taken_back", 1));
  tellJudged(list, judged(HOUR + MINUTE, "taken_back", 2));
  tellJudged(list, judged(2 * HOUR, "spike", 3));
  tellJudged(list, judged(3 * HOUR + MINUTE + 1, "spike", 4));
  tellJudged(list, judged(3 * HOUR + 2 * MINUTE, "spike", 5));
  assert.deepEqual(list, [
    { ...judged(0, "taken_back", 1), until: HOUR + 2 * MINUTE, after: 102, times: 2 },
    judged(2 * HOUR, "spike", 3),
    { ...judged(3 * HOUR + MINUTE + 1, "spike", 4), until: 3 * HOUR + 3 * MINUTE, after: 105, times: 2 },
  ]);
});
