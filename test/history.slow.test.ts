import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { openHistory } from "../src/store/index.ts";
import { Gleaner } from "./support/gleaner.ts";
import { VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { until } from "./support/until.ts";

/** The commands on the history, as people give them: beside a running house and without one. */

const CONFIG = `site: { time_zone: Europe/Paris }
data: ./data
web: { port: 0 }
devices: { plug: { type: file, path: ./plug.state } }
relays: { boiler: { output: plug } }
`;

const HOUR = 3_600_000;
/** Midnight in Paris. */
const T = Date.UTC(2026, 0, 9, 23);
const LINES = Array.from({ length: 48 }, (_, i) => `${T + i * HOUR},meter,${i * 10}\n`);

interface Said {
  readonly code: number | null;
  readonly output: string;
}

async function say(place: Place, ...args: string[]): Promise<Said> {
  await using gleaner = Gleaner.command(place, ...args);
  const { code } = await gleaner.ended;
  return { code, output: gleaner.output };
}

/** Gives a command. @returns what it said, which fits the words */
async function answer(place: Place, args: readonly string[], words: RegExp, code = 0): Promise<string> {
  const said = await say(place, ...args);
  assert.match(said.output, words);
  assert.equal(said.code, code, said.output);
  return said.output;
}

describe("beside a running house", () => {
  let place: Place;
  let house: Gleaner;
  before(async () => {
    place = new Place();
    place.write("gleaner.yaml", CONFIG);
    house = await Gleaner.run(place);
    writeFileSync(place.path("meter.csv.gz"), gzipSync(LINES.join("")));
  });
  after(async () => {
    assert.deepEqual(await house.stop(), { code: 0, signal: null });
    place[Symbol.dispose]();
  });
  const gives = (args: readonly string[], words: RegExp, code = 0): Promise<string> => answer(place, args, words, code);

  test("imports, goes on with the same file, and begins anew when told to", async () => {
    await gives(["import", "meter.csv.gz"], /^48 readings from 48 lines; 0 lines/m);
    await gives(
      ["import", "meter.csv.gz"],
      /48 lines of this file are in the history already[\s\S]*nothing after them/,
    );
    await gives(["import", "--from-start", "meter.csv.gz"], /^48 readings from 48 lines/m);
    place.write("bad.csv", `2026-01-12 01:00,meter,480\n2026-01-12 02:00,meter,481\nnonsense\n`);
    await gives(["import", "bad.csv"], /line 3: three fields[\s\S]*2 readings from 3 lines; 1 line/, 65);
    // what could not be read does not pass in silence when the file is given again
    await gives(["import", "bad.csv"], /nothing after them\n1 line before could not be read then: --from-start/, 65);
    await gives(
      ["query", "meter", "--from", "2026-01-10", "--to", "2026-01-11", "--points", "2"],
      /"at":1768042800000/,
    );
  });

  test("corrects, lists, undoes", async () => {
    const span = ["--from", "2026-01-10 02:00", "--to", "2026-01-10T03:00:00Z"];
    await gives(
      ["correct", "meter", ...span, "--remove", "--dry-run"],
      /^2 readings from 20 to 30 will be left out\.\n$/,
    );
    const made = await gives(["correct", "meter", ...span, "--factor", "2", "--note", "wrong factor"], /40 to 60/);
    const id = /gleaner undo (\d+)/.exec(made)?.[1] ?? "";
    await gives(["corrections"], /1 {2}meter from 2026-01-10 02:00:00 to 2026-01-10 04:00:00 × 2: wrong factor/);
    await gives(["export", "meter", "--from", "2026-01-10 02:00", "--to", "2026-01-10 03:00"], /,meter,40\n$/);
    await gives(["undo", id], /is undone/);
    await gives(["undo", id], /There is no correction 1 in force/, 69);
    await gives(["correct", "metr", ...span, "--remove"], /did you mean meter\?/, 69);
    await gives(["correct", "meter", ...span], /Say what to do/, 69);
    await gives(["correct", "meter", "--exchange", "2026-01-10", ...span], /--exchange stands alone/, 69);
    await gives(["correct", "meter", ...span, "--register-before", "7"], /go with --exchange TIME/, 69);
    await gives(
      ["correct", "meter", "--from", "noon", "--to", "now", "--remove"],
      /--\w+ "noon" is no time: write 2026-11-20/,
      69,
    );
  });

  test("says of a file what would come of it, and takes a corrected one in the place of the first", async () => {
    place.write(
      "grid.csv",
      "Zeit;Kanal;Wert\n10.02.2026 07:00;grid;1,5\n10.02.2026 07:15;grid;2,5\n10.02.2026 07:30;grid;x\n",
    );
    const refused = /line 4: "x" is a word, and "grid" holds numbers/;
    const look = await gives(["import", "grid.csv", "--unit", "kW", "--dry-run"], refused, 65);
    assert.match(
      look,
      /grid \(new\): 2 readings, 2026-02-10 07:00:00 to 2026-02-10 07:15:00; 1500 to 2500 W, 0\.375 kWh/,
    );
    assert.match(look, /Nothing was stored/);
    await gives(["query", "grid"], /Nothing was ever stored of "grid"/, 69);
    await gives(["import", "grid.csv", "--unit", "kW"], refused, 65);
    place.write("fixed.csv", "time,channel,value,unit\n2026-02-10 07:00,grid,1600,W\n2026-02-10 07:20,grid,2.6,kW\n");
    await gives(
      ["import", "fixed.csv"],
      /1 of them are there with another value, which stays: gleaner import --replace/,
      65,
    );
    const replaced = await gives(["import", "fixed.csv", "--replace"], /put aside\. To undo it: gleaner undo \d+/);
    const id = /gleaner undo (\d+)/.exec(replaced)?.[1] ?? "";
    const all = ["export", "grid"];
    await gives(all, /,grid,1600\n.*06:20.*,grid,2600\n$/);
    await gives(
      ["corrections", "grid"],
      new RegExp(`${id} {2}grid from 2026-02-10 07:00:00 to .*: Replaced by fixed\\.csv`),
    );
    await gives(["undo", id], /is undone/);
    await gives(all, /,grid,1500\n.*06:15.*,grid,2500\n.*06:20/);
    await gives(
      ["prune", "grid", "--from", "2026-02-10 07:10", "--to", "2026-02-10 07:18", "--yes"],
      /^1 reading of grid/,
    );
    await gives(
      ["correct", "grid", "--from", "2026-02-10 07:01", "--remove", "--dry-run"],
      /^1 reading from 2600 to 2600 W will be left out/,
    );
    await gives(["prune", "grid", "--yes"], /Say what is to go: --before TIME, or a stretch/, 69);
  });

  test("says of a file that is not understood what to say of it, and of one that is cut off that it is", async () => {
    place.write("wide.csv", "timestamp,Grid L1,PV\n2026-03-10T07:00:00Z,100,400\n");
    await gives(["import", "wide.csv"], /^wide\.csv: A table with a column for each value .*--columns/m, 65);
    await gives(["import", "wide.csv", "--columns", "time,-,pv.power[kW]"], /^1 reading from 2 lines/m);
    await gives(["import", "wide.csv", "--zone", "Paris"], /--zone "Paris" is no time zone/, 69);
    writeFileSync(place.path("cut.csv.gz"), gzipSync(LINES.join("").repeat(100)).subarray(0, 500));
    await gives(["import", "cut.csv.gz"], /cut\.csv\.gz is cut off: its end is missing.*What was read until there/, 65);
  });

  test("says what is wrong with what was asked", async () => {
    place.write("state.csv", `2026-01-10 01:00,charger,"float"\n`);
    await gives(["import", "state.csv"], /^1 reading/m);
    const span = ["--from", "2026-01-10", "--to", "2026-01-11"];
    await gives(["correct", "charger", ...span, "--factor", "2"], /holds states such as "float", no numbers/, 69);
    const empty = /--from 2026-01-10 00:00:00 is not before --to 2026-01-10 00:00:00/;
    await gives(["export", "--from", "2026-01-10", "--to", "2026-01-10"], empty, 69);
    await gives(["query", "meter", ...span, "--points", "x"], /--points takes a whole number from 1 to 10000/, 69);
    await gives(["exprt", "--data", "data"], /there is no command "exprt"\n\(Did you mean export\?\)/, 1);
  });

  test("lets an exchanged meter go on where the old one ended", async () => {
    const registers = ["--register-before", "240", "--register-after", "250"];
    await gives(
      ["correct", "meter", "--exchange", "2026-01-11 01:00", ...registers],
      /250 to 481 will show as 240 to 471/,
    );
    await gives(["export", "meter", "--from", "2026-01-11 00:00", "--to", "2026-01-11 02:00"], /,240\n.*,240\n$/);
    await gives(["undo", "3"], /is undone/);
  });

  test("forgets only what it is told to, and only after a yes", async () => {
    const args = ["prune", "meter", "--before", "2026-01-11"];
    await gives(
      args,
      /from 2026-01-10 00:00:00 to 2026-01-11 00:00:00 \(24 readings, values from 0 to 230\) would be gone/,
      64,
    );
    await gives([...args, "--yes"], /^24 readings of meter from .* to 2026-01-11 00:00:00 are forgotten/);
    await gives([...args, "--yes"], /^There are no readings of meter before 2026-01-11 00:00:00/);
  });

  test("backs up, checks and restores", async () => {
    await gives(["check"], /readings in \d+ blocks? of \d+ segments?: all sound/);
    await gives(["backup", "copy.db"], /The data is in copy\.db/);
    await gives(["restore", "copy.db", "--data", "restored"], /all sound/);
    const [here, there] = await Promise.all([say(place, "export"), say(place, "export", "--data", "restored")]);
    const meter = ({ output }: Said): string[] => output.split("\n").filter((line) => line.includes(",meter,"));
    assert.equal(meter(here).length, 26);
    assert.deepEqual(meter(there), meter(here));
  });
});

test("without a configuration it says where one was looked for", async () => {
  using place = new Place();
  await answer(place, ["check"], /neither gleaner\.yaml in this folder nor \/etc\/gleaner\.yaml: name/, 78);
});

test("without a house the commands work by themselves", async () => {
  using place = new Place();
  place.write("meter.csv", LINES.join(""));
  const data = ["--data", "data"];
  await answer(place, ["import", "meter.csv", ...data], /^48 readings from 48 lines/m);
  const span = ["--from", "2026-01-09 23:00", "--to", "2026-01-10"];
  await answer(
    place,
    ["correct", "meter", ...span, "--shift", "-1", ...data],
    /1 reading from 0 to 0 will show as -1 to -1/,
  );
  await answer(place, ["undo", "1", ...data], /is undone/);
  await answer(place, ["prune", "meter", "--before", "2026-01-10", "--yes", ...data], /^1 reading of meter/);
  await answer(place, ["check", ...data], /^47 readings in 1 block of 1 segment: all sound/);
});

test("Ctrl-C ends an import with what was read, and the same command goes on", async () => {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  const count = 2_000_000;
  const parts = ["time,channel,value\n"];
  for (let i = 0; i < count; i++) parts.push(`${T + i * 1_000},meter,${i}\n`);
  place.write("long.csv", parts.join(""));
  await using house = await Gleaner.run(place);
  await using importing = Gleaner.command(place, "import", "long.csv");
  const history = openHistory(place.path("data"));
  await until("some readings are there", async () => (await history.unit("meter")) !== undefined);
  history.close();
  assert.deepEqual(await importing.stop("SIGINT"), { code: 130, signal: null });
  const done = Number(/(\d+) readings from/.exec(importing.output)?.[1]);
  assert.ok(done > 0 && done < count, importing.output);
  assert.match(importing.output, /give the same command again to go on/);
  const { output, code } = await say(place, "import", "long.csv");
  assert.equal(code, 0, output);
  assert.match(output, new RegExp(`${count - done} readings from`));
  assert.match((await say(place, "check")).output, new RegExp(`^${count} readings .* all sound`, "m"));
  assert.deepEqual(await house.stop(), { code: 0, signal: null });
});

test("what is imported ahead of the clock, into the house's own channel, moves no clock", async () => {
  using place = new Place();
  place.write("gleaner.yaml", `data: { path: ./data, commit_every: 1 s }\nweb: { port: 0 }\ndevices:\n  ${VALUES}\n`);
  place.write("values.txt", "power 400 W\n");
  for (let run = 0; run < 2; run++) {
    const started = Date.now();
    await using house = await Gleaner.run(place);
    await until("readings of now are kept", async () => {
      const { at } = await house.api.series("values.power", started);
      return at.length > 0;
    });
    const now = Date.now();
    const ahead = [1, 30, 60, 119].map((minutes) => `${now + minutes * 60_000},values.power,7\n`);
    place.write("ahead.csv", ahead.join(""));
    await answer(place, ["import", "ahead.csv"], /^4 readings from 4/m);
    assert.deepEqual(await house.stop(), { code: 0, signal: null });
  }
});
