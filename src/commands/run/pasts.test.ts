import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, mock, test } from "node:test";
import { type Config, loadConfig } from "../../config/index.ts";
import { DAY, HOUR } from "../../model/index.ts";
import { allDeviceTypes } from "./device-types.ts";
import { noteMissing, readPasts, savePasts } from "./pasts.ts";

const NOW = Date.UTC(2026, 5, 22, 12);

let folder = "";
let config: Config;

beforeEach(() => {
  mock.timers.enable({ apis: ["Date"], now: NOW });
  folder = mkdtempSync(join(tmpdir(), "gleaner-pasts-"));
  mkdirSync(join(folder, "data"));
  const file = join(folder, "gleaner.yaml");
  writeFileSync(file, "data: ./data\ndevices: { model: { type: model-house } }\n");
  config = loadConfig(file, allDeviceTypes);
});
afterEach(() => {
  mock.timers.reset();
  rmSync(folder, { recursive: true, force: true });
});

test("the first start notes its days, and one that follows goes on with them", async () => {
  assert.equal(await noteMissing(config, 2), true);
  const [past, ...others] = await readPasts(config);
  assert.deepEqual([past?.from, past?.to, others], [NOW - 2 * DAY, NOW, []]);

  await savePasts(config, [{ from: NOW - DAY, to: NOW, memory: { brain: 1 } }]);
  mock.timers.setTime(NOW + HOUR / 2);
  assert.equal(await noteMissing(config, 2), true, "what is left is still to be done");
  assert.deepEqual(await readPasts(config), [{ from: NOW - DAY, to: NOW, memory: { brain: 1 } }]);
});

test("a pause is noted behind what is left, and begins where that ends", async () => {
  await savePasts(config, [{ from: NOW - DAY, to: NOW }]);
  mock.timers.setTime(NOW + 5 * HOUR);
  assert.equal(await noteMissing(config, 2), true);
  const pasts = await readPasts(config);
  assert.deepEqual(
    pasts.map(({ from, to }) => [from, to]),
    [
      [NOW - DAY, NOW],
      [NOW, NOW + 5 * HOUR],
    ],
  );
});

test("what is done is forgotten, and a file that does not read is as good as none", async () => {
  await savePasts(config, [{ from: NOW, to: NOW }]);
  assert.equal(readFileSync(join(folder, "data/past.json"), "utf8"), "[]");
  for (const words of ["", "{}", '[{"from":"x"}]']) {
    writeFileSync(join(folder, "data/past.json"), words);
    assert.deepEqual(await readPasts(config), []);
  }
});
