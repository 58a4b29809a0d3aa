import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HOUR, MINUTE } from "../../model/index.ts";
import { STORE_DEAD_MS, STORE_WELL_MS, StoreWatch } from "./store-watch.ts";

/** A disk that hangs from an instant on, looked at each second for so long. @returns when it counts as dead, or never */
function hangs(watch: StoreWatch, from: number, for_ms: number): number | undefined {
  for (let mono = from; mono <= from + for_ms; mono += 1_000) {
    if (watch.isDead(mono, mono - from)) return mono;
  }
  return undefined;
}

describe("the store", () => {
  test("is dead when it owes an answer for five minutes after an hour in which it was well", () => {
    const watch = new StoreWatch(0);
    assert.equal(hangs(watch, STORE_WELL_MS, 10 * MINUTE), STORE_WELL_MS + STORE_DEAD_MS);
  });

  test("that hangs before it was well for an hour is no reason for another start, however long", () => {
    const watch = new StoreWatch(0);
    assert.equal(hangs(watch, STORE_WELL_MS - 1_000, 24 * HOUR), undefined);
  });

  test("that answers in time again has done no harm; once it was dead, its hour begins anew", () => {
    const watch = new StoreWatch(0);
    assert.equal(hangs(watch, HOUR, STORE_DEAD_MS - 1_000), undefined);
    assert.equal(watch.isDead(HOUR + STORE_DEAD_MS, 0), false);
    const again = HOUR + 10 * MINUTE;
    assert.equal(hangs(watch, again, 10 * MINUTE), again + STORE_DEAD_MS);
    const back = again + 20 * MINUTE;
    assert.equal(watch.isDead(back, 0), false);
    assert.equal(hangs(watch, back + HOUR - 1_000, 10 * MINUTE), undefined);
    const later = back + 3 * HOUR;
    assert.equal(watch.isDead(back + HOUR + 10 * MINUTE, 0), false);
    assert.equal(hangs(watch, later, 10 * MINUTE), later + STORE_DEAD_MS);
  });

  test("that is asked nothing, or says no at once, is alive", () => {
    const watch = new StoreWatch(0);
    for (let mono = 0; mono < 48 * HOUR; mono += MINUTE) assert.equal(watch.isDead(mono, 0), false);
  });
});
