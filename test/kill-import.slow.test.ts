import assert from "node:assert/strict";
import { closeSync, existsSync, openSync, statSync, writeSync } from "node:fs";
import { describe, test } from "node:test";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import { openHistory } from "../src/store/index.ts";
import { type Ended, Gleaner } from "./support/gleaner.ts";
import { VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/**
 * kill -9 while readings are imported and forgotten: what is there is right, and the same command given again makes the
 * rest of it. Beside a running house too, whose own readings do not suffer.
 */

const T = Date.UTC(2024, 0, 1);
const STEP_MS = 60_000;
const TICKS = 200_000;
const CHANNELS = ["solar", "house", "battery", "grid"] as const;
const KILLS = 5;
/** The first kill comes at once after the first write, each later one up to so much later. */
const LATER_MS = 40;

function valueAt(channel: number, tick: number): number {
  return ((tick * (channel + 3)) % 4_001) / 10;
}

function writeFile(place: Place): void {
  const file = openSync(place.path("readings.csv"), "w");
  writeSync(file, "time,channel,value\n");
  for (let tick = 0; tick < TICKS; tick += 1_000) {
    const lines: string[] = [];
    for (let i = tick; i < tick + 1_000; i++) {
      CHANNELS.forEach((name, c) => {
        lines.push(`${T + i * STEP_MS},${name},${valueAt(c, i)}\n`);
      });
    }
    writeSync(file, lines.join(""));
  }
  closeSync(file);
}

/** Whatever is there is as it was given. @returns how many readings there are of each channel */
async function assertRight(place: Place): Promise<number[]> {
  const history = openHistory(place.path("data"));
  try {
    const counts = CHANNELS.map(async (name, c) => {
      const found = await history.range(name, T, T + TICKS * STEP_MS, TICKS + 1);
      const right = found.every(({ at, value }) => value === valueAt(c, (at - T) / STEP_MS));
      assert.ok(right, `${name} has readings that nobody gave`);
      return found.length;
    });
    return await Promise.all(counts);
  } finally {
    history.close();
  }
}

/** What shows that a command has begun its work: the first and the last readings. */
async function ends(place: Place): Promise<string> {
  if (!existsSync(place.path("data/gleaner.db"))) return "nothing";
  const history = openHistory(place.path("data"));
  try {
    const first = CHANNELS.map(async (name) => (await history.range(name, T, T + TICKS * STEP_MS, 1))[0]?.at);
    return JSON.stringify([await Promise.all(first), await history.latestOf(CHANNELS)]);
  } catch {
    return "nothing";
  } finally {
    history.close();
  }
}

/** Changes with each write to the store; asking costs nothing. */
function lastWrite(place: Place): string {
  const files = ["data/gleaner.db", "data/gleaner.db-wal"].map((name) =>
    statSync(place.path(name), { bigint: true, throwIfNoEntry: false }),
  );
  return files.map((file) => `${file?.mtimeNs} ${file?.size}`).join();
}

/** Starts a command, and kills a process some time after the command has begun its work; or lets it end. */
async function killed(command: Gleaner, victim: Gleaner, place: Place, wait_ms: number): Promise<Ended> {
  const before = await ends(place);
  let over = false;
  const end = command.ended.then(() => {
    over = true;
  });
  let seen = "";
  const hasBegun = async (): Promise<boolean> => {
    const last = lastWrite(place);
    if (last === seen) return false;
    seen = last;
    return !["nothing", before].includes(await ends(place));
  };
  await until("it has begun or ended", async () => over || (await hasBegun()), 60_000, 5);
  await Promise.race([end, pause(wait_ms)]);
  await victim.kill();
  return await command.ended;
}

const IMPORT = ["import", "--data", "data", "readings.csv"];

describe("kill -9", () => {
  test("of an import: what is there is right, and the next one makes the rest of it", async () => {
    const random = seeded(5);
    using place = new Place();
    writeFile(place);
    let most = 0;
    let inTime = 0;
    for (let round = 0; round < KILLS; round++) {
      await using command = Gleaner.command(place, ...IMPORT);
      const { signal } = await killed(command, command, place, random() * round * LATER_MS);
      if (signal !== null) inTime++;
      const found = Math.min(...(await assertRight(place)));
      assert.ok(found >= most, "what was there is there");
      most = found;
    }
    assert.ok(inTime > 0, "none was killed before its end");
    await using last = Gleaner.command(place, ...IMPORT);
    assert.deepEqual(await last.ended, { code: 0, signal: null }, last.output);
    assert.deepEqual(
      await assertRight(place),
      CHANNELS.map(() => TICKS),
    );
    await using check = Gleaner.command(place, "check", "--data", "data");
    assert.deepEqual(await check.ended, { code: 0, signal: null }, check.output);
  });

  test("of a prune: it forgets what it was to forget when it is given again, and nothing else", async () => {
    const random = seeded(6);
    using place = new Place();
    writeFile(place);
    await using all = Gleaner.command(place, ...IMPORT);
    assert.equal((await all.ended).code, 0, all.output);
    const half = T + (TICKS / 2) * STEP_MS;
    const prune = ["prune", "--data", "data", "--before", new Date(half).toISOString(), "--yes", "house"];
    for (let round = 0; round < 2; round++) {
      await using command = Gleaner.command(place, ...prune);
      await killed(command, command, place, random() * 30);
      const [, house = 0] = await assertRight(place);
      assert.ok(house >= TICKS / 2);
    }
    await using last = Gleaner.command(place, ...prune);
    assert.equal((await last.ended).code, 0, last.output);
    assert.deepEqual(await assertRight(place), [TICKS, TICKS / 2, TICKS, TICKS]);
  });

  test("of the house while it imports: its own readings are there, and so is the rest after the next import", async () => {
    const random = seeded(7);
    using place = new Place();
    writeFile(place);
    place.write(
      "gleaner.yaml",
      `data: { path: ./data, commit_every: 100 ms }\nweb: { port: 0 }\ndevices:\n  ${VALUES}\n`,
    );
    place.write("values.txt", "power 400 W\n");
    let told: readonly number[] = [];
    let interrupted = 0;
    for (let round = 0; round < 2; round++) {
      await using house = await Gleaner.run(place);
      const { at } = await until("readings are kept", async () => {
        const series = await house.api.series("values.power");
        return series.at.length > told.length + 3 && series;
      });
      assert.deepEqual(at.slice(0, told.length), told);
      told = at;
      await using command = Gleaner.command(place, ...IMPORT);
      const { code } = await killed(command, house, place, random() * (1 + round) * LATER_MS);
      if (code !== 0) interrupted++;
      assert.ok(code === 0 || /Gleaner|house/.test(command.output), command.output);
      await assertRight(place);
    }
    assert.ok(interrupted > 0, "each import ended before the house was killed");
    await using house = await Gleaner.run(place);
    await using last = Gleaner.command(place, ...IMPORT);
    assert.deepEqual(await last.ended, { code: 0, signal: null }, last.output);
    assert.deepEqual(
      await assertRight(place),
      CHANNELS.map(() => TICKS),
    );
    assert.deepEqual((await house.api.series("values.power")).at.slice(0, told.length), told);
  });
});
