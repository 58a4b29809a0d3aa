import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chronicle, shownBy } from "./testing/deeds.ts";
import { patchedStore } from "./testing/patched.ts";
import { census, cutPower, type Outcome, type Recording, record, type Verdict } from "./testing/power-cut.ts";
import { memoryFolder } from "./testing/preload.ts";

/**
 * Every write of a run is recorded (it commits, seals, checkpoints, corrects and forgets), and the power is cut after each
 * of them, again and again: see `power-cut.ts`. What a new start shows must be what was acknowledged, or that and the one
 * deed that was under way, to the last reading, sum of energy, decision and correction.
 */

const DEEDS = 300;
const IMAGES = 10_000;

describe("a power cut", () => {
  const expected = chronicle(DEEDS);

  function judge(folder: string, acknowledged: number): Verdict {
    try {
      const shown = shownBy(folder);
      const { after, between } = expected[acknowledged] ?? {};
      if ([after, between, expected[acknowledged + 1]?.after].includes(shown)) return "sound";
      return expected.some((chapter) => chapter.after === shown) ? "lost" : "wrong";
    } catch {
      return "wrong";
    }
  }

  function cut(recording: Recording, images: number): Outcome {
    const { acknowledged, checkpointed } = census(recording);
    assert.equal(acknowledged, DEEDS);
    assert.ok(checkpointed > 100, "checkpoints are part of it");
    return cutPower(recording, images, judge);
  }

  it(`loses nothing acknowledged in ${IMAGES} images, and leaves nothing in part`, () => {
    const outcome = cut(record("recorded", [`${DEEDS}`]), IMAGES);
    assert.ok(outcome.images >= IMAGES - 1);
    assert.deepEqual({ lost: outcome.lost, wrong: outcome.wrong }, { lost: 0, wrong: 0 });
  });

  for (const [level, images] of [
    ["NORMAL", 300],
    ["OFF", 300],
  ] as const) {
    it(`would lose what was acknowledged with synchronous=${level}: the images show it`, () => {
      using folder = memoryFolder();
      const mistake = { file: "connection.ts", from: "synchronous = FULL", to: `synchronous = ${level}` };
      const sources = patchedStore(folder.path, mistake);
      const outcome = cut(record("recorded", [`${DEEDS}`], undefined, sources), images);
      assert.ok(outcome.lost > images / 10, `${outcome.lost} lost of ${outcome.images}`);
    });
  }
});
