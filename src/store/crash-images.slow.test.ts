import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { judgeReadings } from "./testing/bulky.ts";
import { chronicle, shownBy } from "./testing/deeds.ts";
import { type Mistake, patchedStore } from "./testing/patched.ts";
import {
  census,
  cutPower,
  type Inspect,
  type Outcome,
  type Recording,
  record,
  tellsOfDamage,
} from "./testing/power-cut.ts";
import { memoryFolder } from "./testing/preload.ts";
import { uncheck } from "./testing/unchecked-log.ts";

/**
 * Every write of a run is recorded (it commits, seals, checkpoints, corrects and forgets), and the power is cut after each
 * of them, again and again: see `power-cut.ts`. What a new start shows must be what was acknowledged, or that and the one
 * deed that was under way, to the last reading, sum of energy, decision and correction.
 */

const DEEDS = 300;
const IMAGES = 10_000;

/** The start does not read the whole database, as it does not when that is very large. */
const NO_CHECK: Mistake = { file: "database/connection.ts", from: "200 * 1024 * 1024", to: "0" };
const NO_CHECKSUMS: readonly Mistake[] = [
  { file: "code/block.ts", from: "source.word() !== sealed(bytes.subarray(4), place)", to: "source.word() < 0" },
  { file: "code/block.ts", from: "crc32(bytes) !== sum", to: "sum < 0" },
];

/** A module of `testing` in a copy of the store that has mistakes. @param folder takes the copy */
function mistaken<T>(folder: string, module: string, mistakes: readonly Mistake[]): Promise<T> {
  return import(pathToFileURL(join(patchedStore(folder, ...mistakes), "testing", `${module}.ts`)).href);
}

describe("a power cut", () => {
  const expected = chronicle(DEEDS);

  function judgeBy(show: typeof shownBy): Inspect {
    return (folder, acknowledged) => {
      try {
        const shown = show(folder);
        const { after, between } = expected[acknowledged] ?? {};
        if ([after, between, expected[acknowledged + 1]?.after].includes(shown)) return "sound";
        return expected.some((chapter) => chapter.after === shown) ? "lost" : "wrong";
      } catch (error) {
        return tellsOfDamage(error, folder) ? "noticed" : "wrong";
      }
    };
  }

  function recorded(sources?: string): Recording {
    const recording = record("recorded", [`${DEEDS}`], undefined, sources);
    const { acknowledged, checkpointed } = census(recording);
    assert.equal(acknowledged, DEEDS);
    assert.ok(checkpointed > 100, "checkpoints are part of it");
    return recording;
  }

  it(`loses nothing acknowledged in ${IMAGES} images, and leaves nothing in part`, () => {
    const outcome = cutPower(recorded(), IMAGES, judgeBy(shownBy));
    assert.ok(outcome.images >= IMAGES - 1);
    assert.deepEqual(outcome, { images: outcome.images, sound: outcome.images, lost: 0, noticed: 0, wrong: 0 });
  });

  for (const [level, verdict] of [
    ["NORMAL", "lost"],
    ["OFF", "noticed"],
  ] as const) {
    it(`would not do so with synchronous=${level}: the images show it`, () => {
      using folder = memoryFolder();
      const mistake = { file: "database/connection.ts", from: "synchronous = FULL", to: `synchronous = ${level}` };
      const sources = patchedStore(folder.path, mistake);
      const outcome = cutPower(recorded(sources), 300, judgeBy(shownBy));
      assert.ok(outcome[verdict] > outcome.images / 3, JSON.stringify(outcome));
    });
  }

  it("would not do so if the log had no checksums: the images show it", () => {
    const outcome = cutPower(recorded(), 5_000, judgeBy(shownBy), uncheck);
    assert.ok(outcome.images > 200, `${outcome.images} logs were torn`);
    assert.ok(outcome.sound < outcome.images / 10, JSON.stringify(outcome));
  });

  it("would do worse if the database were not read at the start either: the images show it", async () => {
    using folder = memoryFolder();
    const { shownBy: show } = await mistaken<typeof import("./testing/deeds.ts")>(folder.path, "deeds", [NO_CHECK]);
    const outcome = cutPower(recorded(), 5_000, judgeBy(show), uncheck);
    assert.ok(outcome.wrong > outcome.images / 10, JSON.stringify(outcome));
  });
});

/**
 * Checksums of our own are over readings and their roll-ups: none is shown that never was, even when something torn gets as
 * far as that, as from a disk that forgets what was synced. The journal, the memory and the marks of imports have none.
 */
describe("a torn log that is taken for whole", () => {
  const COMMITS = 30;
  let recording: Recording;

  before(() => {
    recording = record("bulky", [`${COMMITS}`]);
    const { acknowledged, checkpointed } = census(recording);
    assert.equal(acknowledged, COMMITS);
    assert.ok(checkpointed > 50, "checkpoints are part of it");
  });

  async function cut(...mistakes: Mistake[]): Promise<Outcome> {
    using folder = memoryFolder();
    const store = await mistaken<typeof import("./testing/bulky.ts")>(folder.path, "bulky", mistakes);
    const outcome = cutPower(recording, 8_000, store.judgeReadings, uncheck);
    assert.ok(outcome.images > 300, `${outcome.images} logs were torn`);
    return outcome;
  }

  it("is all that is wrong with these images", () => {
    const { images, sound } = cutPower(recording, 300, judgeReadings);
    assert.equal(sound, images);
  });

  for (const [size, check] of [
    ["", []],
    [" of a large database, which is not read at the start,", [NO_CHECK]],
  ] as const) {
    it(`${size} never shows readings that never were`.trim(), async () => {
      const { images, noticed, wrong } = await cut(...check);
      assert.ok(noticed > images / 2, `${noticed} noticed of ${images}`);
      assert.equal(wrong, 0);
    });

    it(`${size} would show some without the checksums of blocks and rows`.trim(), async () => {
      const { images, wrong } = await cut(...check, ...NO_CHECKSUMS);
      assert.ok(wrong > images / 50, `${wrong} silently wrong of ${images}`);
    });
  }
});
