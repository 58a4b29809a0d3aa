import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { HandsHere } from "../hands/testing/here.ts";
import { HandClock } from "../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../model/testing/memory-registers.ts";
import { Board } from "../pins/testing/board.ts";
import { blueprint } from "./_blueprint.ts";
import { Box } from "./kit/testing/box.ts";
import { until } from "./kit/testing/until.ts";

/** What is special about this device; what every device promises is tested by the contract. */
describe("blueprint", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gleaner-blueprint-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const first = async (words: string | null) => {
    if (words !== null) await writeFile(join(folder, "temp"), words);
    const box = new Box();
    const device = blueprint.open(
      { path: "temp" },
      {
        id: "cpu",
        folder,
        clock: new HandClock(),
        hands: new HandsHere(),
        pins: new Board([]),
        registers: new MemoryRegisters(),
      },
    );
    await device.start(box);
    await until("a look", () => device.health().state !== "starting");
    await device.stop();
    return { readings: box.readings, problem: device.health().problem };
  };

  it("reads thousandths of a degree", async () => {
    const { readings, problem } = await first("-8312\n");
    assert.deepEqual(readings, [{ quantity: "temperature", value: -8.312, unit: "°C" }]);
    assert.equal(problem, null);
  });

  for (const words of ["", "48.3", "12abc", "NaN", "1 2", "99999999"]) {
    it(`puts nothing for ${JSON.stringify(words)}`, async () => {
      const { readings, problem } = await first(words);
      assert.deepEqual(readings, []);
      assert.match(problem ?? "", /temp holds no temperature: check "path"/);
    });
  }

  it("says what to do when there is no such file", async () => {
    const { problem } = await first(null);
    assert.match(problem ?? "", /no temperature: .*check "path"/);
  });
});
