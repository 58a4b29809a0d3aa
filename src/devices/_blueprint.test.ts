import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { RawReading, Reason } from "../model/index.ts";
import { blueprint } from "./_blueprint.ts";

describe("blueprint", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gleaner-blueprint-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const first = async (words: string | null) => {
    if (words !== null) await writeFile(join(folder, "temp"), words);
    const readings: RawReading[] = [];
    const notes: Reason[] = [];
    const device = blueprint.open({ path: "temp" }, { id: "cpu", folder, now: () => ({ at: 0, mono: 0 }) });
    await device.start({ put: (some) => readings.push(...some), note: (reason) => notes.push(reason) });
    await device.stop();
    return { readings, notes, health: device.health() };
  };

  it("reads thousandths of a degree", async () => {
    const { readings, health } = await first("48312\n");
    assert.deepEqual(readings, [{ quantity: "temperature", value: 48.312, unit: "°C" }]);
    assert.equal(health.state, "ok");
  });

  for (const words of ["", "48.3", "12abc", "NaN", "1 2", "99999999"]) {
    it(`puts nothing for ${JSON.stringify(words)}`, async () => {
      const { readings, health } = await first(words);
      assert.deepEqual(readings, []);
      assert.equal(health.state, "lost");
    });
  }

  it("says what to do when there is no such file", async () => {
    const { notes, health } = await first(null);
    assert.match(health.problem ?? "", /no temperature: .*check "path"/);
    assert.deepEqual(
      notes.map(({ code }) => code),
      ["device_lost"],
    );
  });
});
