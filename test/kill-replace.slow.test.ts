import assert from "node:assert/strict";
import { closeSync, openSync, writeSync } from "node:fs";
import { describe, test } from "node:test";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import { hasOpenReplacement } from "../src/store/database/replacement-row.ts";
import { openHistory } from "../src/store/index.ts";
import { Gleaner } from "./support/gleaner.ts";
import { VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/** kill -9 while a file takes the place of what is there: afterwards all of one of the two is there, and never a hole. */

const T = Date.UTC(2024, 0, 1);
const STEP_MS = 60_000;
const TICKS = 30_000;
const CHANNELS = ["solar", "grid"] as const;
const SHIFT = { old: 0, new: 5_000 } as const;
type Which = keyof typeof SHIFT;
/** Kills come so long after the replacement has begun at most, ms: in what is put aside, in what is read in, at the end. */
const LATER_MS = [0, 10, 60, 300, 1_000] as const;

const valueAt = (tick: number, which: Which): number => ((tick * 7) % 4_001) / 10 + SHIFT[which];

function writeFile(place: Place, which: Which): void {
  const file = openSync(place.path(`${which}.csv`), "w");
  writeSync(file, "time,channel,value\n");
  for (let tick = 0; tick < TICKS; tick++) {
    const at = T + tick * STEP_MS;
    writeSync(file, CHANNELS.map((name) => `${at},${name},${valueAt(tick, which)}\n`).join(""));
  }
  closeSync(file);
}

/** Which of the two files each channel holds, as a whole. */
async function held(place: Place): Promise<Which> {
  const history = openHistory(place.path("data"));
  try {
    const all = await Promise.all(CHANNELS.map((name) => history.range(name, T, T + TICKS * STEP_MS, TICKS + 1)));
    const first = all[0]?.[0]?.value;
    const which: Which = first === valueAt(0, "new") ? "new" : "old";
    for (const found of all) {
      assert.equal(found.length, TICKS, "there is a hole");
      assert.ok(
        found.every(({ at, value }) => value === valueAt((at - T) / STEP_MS, which)),
        "a part of each of them is there",
      );
    }
    return which;
  } finally {
    history.close();
  }
}

async function done(place: Place, ...words: string[]): Promise<string> {
  await using command = Gleaner.command(place, ...words, "--data", "data");
  assert.equal((await command.ended).code, 0, command.output);
  return command.output;
}

/** Begins to replace, and kills a process some time after what was there has begun to go. @returns whether it came in time */
async function killed(place: Place, victim: Gleaner | undefined, later_ms: number): Promise<boolean> {
  await using command = Gleaner.command(place, "import", "new.csv", "--replace", "--data", "data");
  let over = false;
  const end = command.ended.then(() => {
    over = true;
  });
  await until("it has begun or ended", async () => over || hasOpenReplacement(place.path("data")), 60_000, 2);
  await Promise.race([end, pause(later_ms)]);
  const inTime = !over;
  await (victim ?? command).kill();
  await command.ended;
  return inTime;
}

async function bothFiles(place: Place): Promise<void> {
  writeFile(place, "old");
  writeFile(place, "new");
  await done(place, "import", "old.csv");
  assert.equal(await held(place), "old");
}

describe("kill -9 of an import --replace", () => {
  test("leaves no hole: the next command of any kind finds all of what was there", async () => {
    const random = seeded(11);
    using place = new Place();
    await bothFiles(place);
    let inTime = 0;
    for (const most of LATER_MS) {
      if (await killed(place, undefined, random() * most)) inTime++;
      await done(place, "corrections");
      if ((await held(place)) === "new") {
        await done(place, "import", "old.csv", "--replace");
        assert.equal(await held(place), "old");
      }
    }
    assert.ok(inTime >= 2, `${inTime} were killed in time`);
    await done(place, "import", "new.csv", "--replace");
    assert.equal(await held(place), "new");
    assert.match(await done(place, "corrections"), /, undone /);
    await done(place, "check");
    // no mark of what was taken back keeps a part of the file out
    await done(place, "import", "new.csv");
    assert.equal(await held(place), "new");
  });

  test("beside a house, and of the house itself, leaves none either", async () => {
    const random = seeded(12);
    using place = new Place();
    await bothFiles(place);
    place.write(
      "gleaner.yaml",
      `data: { path: ./data, commit_every: 100 ms }\nweb: { port: 0 }\ndevices:\n  ${VALUES}\n`,
    );
    place.write("values.txt", "power 400 W\n");
    const mended = () =>
      until("nothing is left half replaced", async () => !hasOpenReplacement(place.path("data")), 30_000, 20);
    let inTime = 0;
    for (const most of [30, 400]) {
      await using house = await Gleaner.run(place);
      if (await killed(place, undefined, random() * most)) inTime++;
      await mended();
      await held(place);
      if (await killed(place, house, random() * most)) inTime++;
      await using next = await Gleaner.run(place);
      await mended();
      await held(place);
      assert.ok((await next.api.series("values.power")).at.length > 0);
      await next.stop();
    }
    assert.ok(inTime >= 1, `${inTime} were killed in time`);
  });
});
