import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { equalEdges, StoreError } from "../model/index.ts";
import { checkData } from "./chores/check.ts";
import { DamagedBlock } from "./code/block.ts";
import { channelOfSegment, segmentId, spanOf } from "./code/segment.ts";
import { DamagedData, openStore } from "./index.ts";
import { type Answers, openAnswers } from "./reading/answers.ts";
import {
  Bits,
  type Cell,
  CHANNELS,
  COUNT,
  fill,
  readings,
  SPAN_MS,
  SPANS,
  STEP_MS,
  TOGETHER,
} from "./testing/damaged.ts";
import { patchedStore } from "./testing/patched.ts";
import { memoryFolder } from "./testing/preload.ts";
import { Writer } from "./writing/writer.ts";

/**
 * Each bit of what is stored is under some checksum: flipped, it is found by the check, and by whoever asks for what it
 * touches; all other answers stay as they were, and no answer is silently wrong.
 */

const FLIPS = 10_000;
const HOLD_MS = 2 * STEP_MS;

/** Row of a channel: they were stored in this order. */
function channelId(name: string | null): number {
  return 1 + CHANNELS.map(String).indexOf(name ?? "");
}

type Told = (string | StoreError)[];

/** What a history says of a channel, span by span: the answer, or that it is damaged. */
function told(history: Answers, channel: string): Told {
  return SPANS.map(([from, to]) => {
    try {
      return JSON.stringify([
        history.range(channel, from, to, 100_000),
        history.summaries(channel, equalEdges(from, to, 7)),
        history.energies(channel, [from, from + SPAN_MS / 90, to], HOLD_MS),
      ]);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "corrupt") return error as StoreError;
      throw error;
    }
  });
}

describe("a flipped bit", () => {
  const folder = memoryFolder();
  let bits: Bits;
  let expected: Told[] = [];

  function ask(channel: number, open = openAnswers): Told {
    const history = open(folder.path);
    try {
      return told(history, CHANNELS[channel] ?? "");
    } finally {
      history.close();
    }
  }

  before(async () => {
    await fill(folder.path);
    bits = new Bits(folder.path);
    expected = CHANNELS.map((_, channel) => ask(channel));
    assert.ok(expected.flat().every((answer) => typeof answer === "string"));
    assert.deepEqual(checkData(folder.path).findings, []);
  });

  after(() => {
    bits[Symbol.dispose]();
    folder[Symbol.dispose]();
  });

  /** Flips so many bits, evenly spread over the cells. */
  function flipAll(cells: readonly Cell[], flips: number, look: (cell: Cell, flip: number) => void): void {
    const total = cells.reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (let flip = 0; flip < flips; flip++) {
      let byte = Math.floor(((flip + 0.5) * total) / flips);
      const cell = cells.find(({ bytes }) => {
        if (byte < bytes.length) return true;
        byte -= bytes.length;
        return false;
      });
      assert.ok(cell);
      bits.flipped(cell, byte, flip & 7, () => look(cell, flip));
    }
  }

  const sealed = (): Cell[] => [...bits.cells("segment"), ...bits.cells("instants"), ...bits.cells("head")];

  /** The channels that a flip in this cell may touch. */
  function touched({ table, id }: Cell): number[] {
    if (table === "segment") return [channelOfSegment(id) - 1];
    return table === "head" ? [0] : [0, 1, 2];
  }

  it(`is found by whoever asks, ${FLIPS} times, and the rest can be read`, () => {
    let partly = 0;
    flipAll(sealed(), FLIPS, (cell, flip) => {
      const channels = touched(cell);
      const damaged = channels.map((channel) => {
        const all = ask(channel);
        const silent = all.some((answer, span) => typeof answer === "string" && answer !== expected[channel]?.[span]);
        assert.ok(!silent, `silently wrong after flip ${flip}`);
        return all.filter((answer) => typeof answer !== "string").length;
      });
      const most = Math.max(...damaged);
      assert.ok(most > 0, `nobody noticed flip ${flip} in ${cell.table}.${cell.column}`);
      if (most < SPANS.length) partly++;
      if (flip % 50 > 0 || cell.table !== "segment") return;
      // what it does not touch does not suffer
      const other = ((channels[0] ?? 0) + 1) % CHANNELS.length;
      assert.deepEqual(ask(other), expected[other]);
    });
    assert.ok(partly > FLIPS / 2, `${partly} left the rest readable`);
  });

  it("is named with channel and span by the check, and roll-ups are made anew of sound readings only", () => {
    const writer = new Writer({ folder: folder.path });
    flipAll(sealed(), 300, (cell, flip) => {
      const { findings } = checkData(folder.path);
      const [finding] = findings;
      assert.ok(finding, `the check did not notice flip ${flip} in ${cell.table}.${cell.column}`);
      if (cell.table !== "segment") return;
      const [channel = 0] = touched(cell);
      const told = ask(channel).find((answer) => typeof answer !== "string");
      assert.ok(told instanceof DamagedData);
      assert.deepEqual([told.channel, finding.channel], [CHANNELS[channel], CHANNELS[channel]]);
      assert.deepEqual([finding.from, finding.to], [told.from, told.to]);
      if (cell.column === "data") {
        assert.equal(finding.rebuild, null);
        assert.throws(() => writer.rebuild(cell.id), DamagedBlock);
        assert.ok(checkData(folder.path).findings.length > 0, "refused, not invented");
      } else {
        assert.equal(finding.rebuild, cell.id);
        writer.rebuild(cell.id);
        assert.deepEqual(checkData(folder.path).findings, []);
        assert.deepEqual(ask(channel), expected[channel]);
      }
    });
    writer.close();
  });

  it("in the instants that channels share is never made good by new roll-ups", () => {
    const writer = new Writer({ folder: folder.path });
    flipAll(bits.cells("instants"), 20, () => {
      const { findings } = checkData(folder.path);
      assert.ok(findings.length > 0);
      for (const { channel, from, rebuild } of findings) {
        assert.equal(rebuild, null);
        const id = segmentId(channelId(channel), spanOf(from ?? 0));
        assert.throws(() => writer.rebuild(id), DamagedBlock);
      }
    });
    writer.close();
  });

  it("would go unnoticed without the checksums", async () => {
    using copy = memoryFolder();
    const sources = patchedStore(
      copy.path,
      { file: "code/block.ts", from: "source.word() !== sealed(bytes.subarray(4), place)", to: "source.word() < 0" },
      { file: "code/block.ts", from: "crc32(bytes) !== sum", to: "sum < 0" },
    );
    const answers = pathToFileURL(join(sources, "reading", "answers.ts")).href;
    const unsound: typeof import("./reading/answers.ts") = await import(answers);
    let wrong = 0;
    flipAll(sealed(), 300, (cell) => {
      const [channel = 0] = touched(cell);
      try {
        const all = ask(channel, unsound.openAnswers as typeof openAnswers);
        if (all.some((answer, span) => typeof answer === "string" && answer !== expected[channel]?.[span])) wrong++;
      } catch {
        // noticed by chance
      }
    });
    assert.ok(wrong > 30, `${wrong} answers were silently wrong`);
  });

  it("in a note of how the clock was set is found by whoever adds up energy", () => {
    const cells = bits.cells("pace");
    assert.equal(cells.length, 8);
    const total = cells.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const [from, to] = SPANS[1] ?? [0, 0];
    let harmless = 0;
    flipAll(cells, total * 8, ({ column, id }, flip) => {
      // −0 is 0
      if (column === "rate" && id === 2 && flip % 64 === 63) {
        harmless++;
        assert.deepEqual(ask(0), expected[0]);
        return;
      }
      const history = openAnswers(folder.path);
      const found = {
        code: "corrupt",
        message: /^A note of how the clock was set.* is damaged.*Restore a backup, or forget the note/,
      };
      assert.throws(
        () => history.energies("pv", [from, to], HOLD_MS),
        found,
        `nobody noticed flip ${flip} in ${column}`,
      );
      assert.equal(history.range("pv", from, to, 10_000).length, TOGETHER, "readings are not touched");
      history.close();
      assert.match(checkData(folder.path).findings[0]?.problem ?? "", found.message);
    });
    assert.equal(harmless, 1);
  });

  it("in such a note can be forgotten with it", async () => {
    using other = memoryFolder();
    await fill(other.path);
    using otherBits = new Bits(other.path);
    const [cell] = otherBits.cells("pace");
    assert.ok(cell);
    otherBits.damage(cell, 1, 1);
    assert.deepEqual(
      checkData(other.path).findings.map(({ rebuild }) => rebuild),
      ["paces"],
    );
    const writer = new Writer({ folder: other.path });
    assert.equal(writer.forgetPaces(), 1);
    assert.equal(writer.forgetPaces(), 0);
    writer.close();
    assert.deepEqual(checkData(other.path).findings, []);
    assert.equal(otherBits.cells("pace").length, 4, "the sound one stays");
  });

  it("in a correction is found, and ends with the correction", () => {
    const cells = bits.cells("correction");
    const total = cells.reduce((sum, { bytes }) => sum + bytes.length, 0);
    flipAll(cells, total * 2, ({ column, id }, flip) => {
      const told = ask(1)[0];
      assert.ok(told instanceof StoreError, `nobody noticed flip ${flip} in ${column}`);
      assert.match(told.message, new RegExp(`^Correction ${id} is damaged.*: undo it \\(gleaner undo ${id}\\)`));
      assert.match(
        checkData(folder.path).findings[0]?.problem ?? "",
        new RegExp(`correction ${id} has a wrong checksum`),
      );
    });
    assert.deepEqual(ask(1), expected[1]);
    const [cell] = cells.filter(({ id, column }) => id === 2 && column === "factor");
    assert.ok(cell);
    bits.flipped(cell, 6, 3, () => {
      const writer = new Writer({ folder: folder.path });
      assert.ok(writer.undo(2, SPANS[0]?.[0] ?? 0));
      writer.close();
      assert.ok(ask(1).every((answer) => typeof answer === "string"));
    });
  });
});

it("seals what comes late beside a damaged block, and lets what belongs into it wait in the head", async () => {
  using folder = memoryFolder();
  await fill(folder.path);
  const [from = 0, to = 0] = SPANS[0] ?? [];
  using bits = new Bits(folder.path);
  const [cell] = bits.cells("segment").filter(({ id, column }) => channelOfSegment(id) === 1 && column === "data");
  assert.ok(cell);
  bits.damage(cell, 20, 2);
  const more = 100;
  const store = await openStore({ folder: folder.path, full_head: 1 });
  await store.commit({ readings: [{ channel: "pv", at: from + 90_000, value: 1 }], decisions: [] });
  await store.commit({ readings: readings(COUNT, COUNT + more), decisions: [] });
  await store.close();
  const history = openAnswers(folder.path);
  assert.throws(
    () => history.range("pv", from, to, 10),
    (error) =>
      error instanceof DamagedData &&
      error.from === from &&
      /^Readings of pv from 2026-06-01T00:00:00.000Z to .* are damaged .*: restore them from a backup/.test(
        error.message,
      ),
  );
  assert.equal(history.range("pv", to, to + 9 * SPAN_MS, 10_000).length, COUNT + more - TOGETHER);
  assert.equal(history.range("charger", from, to, 10_000).length, TOGETHER);
  history.close();
  const { findings, readings: found } = checkData(folder.path);
  assert.equal(findings.length, 1);
  const [finding] = findings;
  assert.ok(finding?.from === from && finding.to !== null);
  // all but the damaged block, with the reading that waits for it
  const lost = Math.round((finding.to - from) / STEP_MS) + 1;
  assert.equal(found, CHANNELS.length * (COUNT + more) - lost + 1);
});
