import assert from "node:assert/strict";
import { closeSync, openSync, readdirSync, readFileSync, truncateSync, writeSync } from "node:fs";
import { test } from "node:test";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import { Writer } from "../src/store/tools.ts";
import { Gleaner } from "./support/gleaner.ts";
import { script } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** Pages of the database that the disk has changed: the check says so, and the house controls on a fresh file. */

const CONFIG = `site: { time_zone: Etc/UTC }
data: { path: ./data, commit_every: 100 ms }
web: { port: 0 }
devices:
  values: { type: command, source: { run: [cat, ./values.txt], every: 100 ms } }
  plug: { type: file, path: ./plug.state }
  pump_plug: { type: file, path: ./pump.state }
relays:
  boiler: { output: plug, script: ./boiler.ts }
  pump: { output: pump_plug, script: ./boiler.ts }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;
const PAGE = 4_096;
const COUNT = 20_000;
/** A supervisor that starts it anew more often than this would be a loop. */
const MOST_STARTS = 2;

function fill(place: Place): void {
  place.write("gleaner.yaml", CONFIG);
  place.write("boiler.ts", script('return data["values.power"] > 300 ? on("Sun") : off("No sun");'));
  place.write("values.txt", "power 500 W\n");
  place.makeFolder("data");
  const random = seeded(5);
  const at = Float64Array.from({ length: COUNT }, (_, i) => Date.UTC(2024, 0, 1) + i * 240_000);
  const channels = ["solar", "house"].map((name) => ({ name, unit: "W", values: at.map(() => random() * 1e3) }));
  const writer = new Writer({ folder: place.path("data") });
  writer.load([{ at, channels }]);
  writer.close();
}

/** What the disk may do to a file that was closed cleanly. */
const DAMAGES: Readonly<Record<string, (path: string) => void>> = {
  "three whole pages": (path) => overwrite(path, (pages) => [0.3, 0.5, 0.8].map((share) => Math.floor(pages * share))),
  "page 2": (path) => overwrite(path, () => [1]),
  "the header": (path) => overwrite(path, () => [0]),
  "a truncated file": (path) => truncateSync(path, Math.floor(readFileSync(path).length / PAGE / 3) * PAGE),
};

function overwrite(path: string, choose: (pages: number) => readonly number[]): void {
  const random = seeded(11);
  const pages = readFileSync(path).length / PAGE;
  const file = openSync(path, "r+");
  const junk = Uint8Array.from({ length: PAGE }, () => random() * 256);
  for (const page of choose(pages)) writeSync(file, junk, 0, PAGE, page * PAGE);
  closeSync(file);
}

async function command(place: Place, ...args: string[]): Promise<{ code: number | null; output: string }> {
  await using gleaner = Gleaner.command(place, ...args);
  const { code } = await gleaner.ended;
  return { code, output: gleaner.output };
}

const aside = (place: Place): string[] => readdirSync(place.path("data")).filter((name) => /^damaged-/.test(name));

/** Whether a house that was started comes to control, and stays. */
async function controls(place: Place, house: Gleaner): Promise<boolean> {
  const gone = house.ended.then(() => false);
  const follows = until("the relay is on", () => place.output("plug.state") === "1", 60_000).then(() => true);
  if (!(await Promise.race([gone, follows]))) return false;
  // what makes no sense in its data, it has met once it has stored something
  return await Promise.race([gone, stores(house)]);
}

async function stores(house: Gleaner): Promise<true> {
  const api = await house.up();
  await until("it stores", async () => (await api.series("values.power")).at.length > 3, 60_000);
  return true;
}

/** As a supervisor does: starts it anew when it ends with 70. @returns the house once it controls, and how often it began */
async function supervised(place: Place): Promise<{ house: Gleaner; starts: number; said: string }> {
  let said = "";
  for (let starts = 1; starts <= MOST_STARTS; starts++) {
    place.remove("plug.state");
    const house = Gleaner.launch(place);
    try {
      if (await controls(place, house)) return { house, starts, said: said + house.output };
    } catch (error) {
      await house.kill();
      throw error;
    }
    said += house.output;
    assert.equal((await house.ended).code, 70, house.output);
  }
  throw new Error(`it does not come to control: ${said}`);
}

for (const [what, damage] of Object.entries(DAMAGES)) {
  test(`${what}: the check finds it, the damaged file is kept, and control goes on beside it`, async (t) => {
    using place = new Place();
    fill(place);
    {
      await using house = await Gleaner.run(place);
      assert.equal((await house.api.setMode("pump", "off")).status, 200);
      // after an unclean stop the start reads the whole file; else damage of old readings shows when these are asked for
      if (what === "three whole pages") await house.kill();
      else assert.equal((await house.stop()).code, 0);
    }
    const path = `${place.path("data")}/gleaner.db`;
    damage(path);
    const before = readFileSync(path);

    const check = await command(place, "check", "-c", "gleaner.yaml");
    assert.equal(check.code, 65, check.output);
    assert.match(check.output, /findings?\n.*all channels: .*(malformed|not a database|the database)/s);

    const { house, starts, said } = await supervised(place);
    {
      await using running = house;
      const [folder = ""] = aside(place);
      t.diagnostic(`${starts} starts; ${check.output.split("\n").length - 2} findings`);
      assert.match(said, /damaged/);
      assert.match(
        said,
        new RegExp(`Damaged data was set aside in .*${folder}, Gleaner goes on .*gleaner check --data`),
      );
      assert.match(folder, /^damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/);
      const { faults, relays } = await until("the page says so", async () => {
        const state = await running.api.state();
        return state.faults.some(({ text }) => /set aside in/.test(text)) && state;
      });
      assert.deepEqual(faults.length, 1);
      const lines = await running.api.journal();
      assert.ok(lines.some(({ reason }) => /^The data was damaged: it was set aside in .*damaged-/.test(reason)));
      // what a person has said is not forgotten where it can still be read
      if (what === "three whole pages") assert.equal(relays.pump?.mode, "off");
      place.write("values.txt", "power 20 W\n");
      await until("the relay follows", () => place.output("plug.state") === "0");
      assert.equal((await running.stop()).code, 0);
      // the damaged house may have written to it before it noticed; the damaged pages are the same
      const kept = readFileSync(`${place.path("data")}/${folder}/gleaner.db`);
      assert.ok(kept.length >= before.length, "all of it is kept");
      const looked = await command(place, "check", "--data", `data/${folder}`);
      assert.equal(looked.code, 65, looked.output);
      const exported = await command(place, "export", "--data", `data/${folder}`);
      assert.ok(exported.code === 65 || exported.code === 69, `${exported.code}`);
      if (what === "three whole pages") assert.match(exported.output, /^2024-\d\d-.*,house,\d/m);
    }
    place.write("values.txt", "power 500 W\n");
    const again = await supervised(place);
    await using _house = again.house;
    assert.equal(again.starts, 1);
    assert.equal(aside(place).length, 1, "one damaged file, one fresh file");
    assert.equal((await command(place, "check", "-c", "gleaner.yaml")).code, 0);
  });
}
