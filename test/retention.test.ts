import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { allDeviceTypes } from "../src/commands/run/device-types.ts";
import { retentionRules } from "../src/commands/run/past.ts";
import { parseConfig } from "../src/config/index.ts";
import { Retention } from "../src/house/record/retention.ts";
import { DAY, HOUR, type Reason } from "../src/model/index.ts";
import { openHistory, openStore } from "../src/store/index.ts";
import { energyOver } from "../src/store/testing/asking.ts";

const NOW = Date.UTC(2026, 5, 15, 10);
const DAYS = 20;
const EVERY_MIN = 10;
const A_DAY = (24 * 60) / EVERY_MIN;
const CONFIG = `data: { path: ./data, keep: 5 d }
devices: { roof: { type: command, source: { run: [cat, x], every: 1 s } } }
channels:
  solar.power:  { from: roof.power, keep: 10 d }
  solar.energy: { from: roof.energy, keep: for ever }
`;

test("each channel keeps what its configuration says, and readers find just that", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-retention-"));
  const config = parseConfig(CONFIG, join(folder, "gleaner.yaml"), allDeviceTypes);
  const store = await openStore({ folder });
  try {
    for (let day = 0; day < DAYS; day++) {
      const readings = Array.from({ length: A_DAY }, (_, i) => {
        const at = NOW - (DAYS - day) * DAY + i * EVERY_MIN * 60_000;
        return ["solar.power", "solar.energy", "roof.voltage"].map((channel) => ({ channel, at, value: 60 }));
      }).flat();
      await store.commit({ readings, decisions: [] });
    }
    const rules = retentionRules(config, store);
    assert(rules);
    const notes: Reason[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    new Retention(rules, (why) => {
      notes.push(why);
      resolve();
    }).look({ at: NOW, mono: 0 }, NOW - DAY);
    await promise;
    const count = (10 + 15) * A_DAY;
    assert.deepEqual(notes, [{ code: "readings_pruned", values: { count, channels: "roof.voltage, solar.power" } }]);
    const history = openHistory(folder);
    const oldest = async (channel: string): Promise<number> =>
      (NOW - ((await history.range(channel, 0, NOW, 1))[0]?.at ?? 0)) / DAY;
    assert.deepEqual(await Promise.all(["solar.power", "solar.energy", "roof.voltage"].map(oldest)), [10, DAYS, 5]);
    const wh = await energyOver(history, "solar.power", 0, NOW, HOUR);
    assert(Math.abs(wh - 10 * 24 * 60) < 0.001, `${wh} Wh of ten days`);
    history.close();
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});

test("without a word of it everything is kept, and nothing is looked for", async () => {
  const folder = mkdtempSync(join(tmpdir(), "gleaner-retention-"));
  const store = await openStore({ folder });
  try {
    for (const text of ["data: ./data", "data: { path: ./data }\nchannels: { a.b: { from: c.d, keep: for ever } }"]) {
      const config = parseConfig(`${text}\ndevices: { c: { type: command, source: { run: [x], every: 1 s } } }`, "x", [
        ...allDeviceTypes,
      ]);
      assert.equal(retentionRules(config, store), undefined);
    }
  } finally {
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
