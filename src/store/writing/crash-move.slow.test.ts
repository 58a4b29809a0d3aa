import assert from "node:assert/strict";
import { it } from "node:test";
import { oldForm } from "../testing/old-form.ts";
import { patchedStore } from "../testing/patched.ts";
import { cutPower, record, type Verdict } from "../testing/power-cut.ts";
import { memoryFolder } from "../testing/preload.ts";
import { Writer } from "./writer.ts";

const IMAGES = 400;
const old = oldForm(2_000);

/** Whether the next start goes on with the move, and has all in the end. */
function judge(folder: string): Verdict {
  try {
    const writer = new Writer({ folder });
    assert.equal(writer.memory(), '{"last":7}');
    writer.close();
    old.assertMoved(folder);
    return "sound";
  } catch {
    return "wrong";
  }
}

it(`a power cut while the first form is moved into blocks loses nothing, in ${IMAGES} images`, () => {
  const recording = record("mover", [], old.make);
  assert.ok((recording.before[0]?.length ?? 0) > 50_000, "there was something to move");
  assert.ok(recording.entries.length > 50, `${recording.entries.length} calls`);
  const { images, wrong } = cutPower(recording, IMAGES, judge);
  assert.ok(images >= IMAGES - 1);
  assert.equal(wrong, 0);
});

it("would lose readings if they were removed in a transaction of their own: the images show it", () => {
  using folder = memoryFolder();
  const begin = 'db.exec("BEGIN IMMEDIATE");';
  const sources = patchedStore(folder.path, {
    file: "writing/move.ts",
    from: begin,
    to: `remove.run(channel, end); ${begin}`,
  });
  const { wrong } = cutPower(record("mover", [], old.make, sources), 100, judge);
  assert.ok(wrong > 3, `${wrong} wrong`);
});
