import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Gleaner } from "./support/gleaner.ts";
import { Place } from "./support/place.ts";

/** How people name channels in the commands on the history, and what they are told of states, beside a running house. */

const CONFIG = `site: { time_zone: Europe/Paris }
data: ./data
web: { port: 0 }
devices:
  plug: { type: file, path: ./plug.state }
  meters: { type: command, source: { run: [cat, meters.txt], every: 1 min } }
channels:
  grid.import: { from: meters.grid, alias: GRID }
  charger.state: { from: meters.charger, alias: CS }
relays: { boiler: { output: plug } }
`;

const HOUR = 3_600_000;
/** Midnight in Paris. */
const T = Date.UTC(2026, 0, 9, 23);
const READINGS = Array.from({ length: 24 }, (_, i) => {
  const state = i < 8 || i >= 20 ? "off" : "bulk";
  return `${T + i * HOUR},grid.import,${i * 10}\n${T + i * HOUR},charger.state,"${state}"\n`;
});
const SPAN = ["--from", "2026-01-10", "--to", "2026-01-11"];

let place: Place;
let house: Gleaner;

/** Gives a command. @returns what it said, which fits the words */
async function gives(args: readonly string[], words: RegExp, code = 0): Promise<string> {
  await using gleaner = Gleaner.command(place, ...args);
  const ended = await gleaner.ended;
  assert.match(gleaner.output, words);
  assert.equal(ended.code, code, gleaner.output);
  return gleaner.output;
}

before(async () => {
  place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("meters.txt", "");
  house = await Gleaner.run(place);
  place.write("readings.csv", READINGS.join(""));
  await gives(["import", "readings.csv"], /^48 readings/m);
});
after(async () => {
  assert.deepEqual(await house.stop(), { code: 0, signal: null });
  place[Symbol.dispose]();
});

test("an alias does what the name does", async () => {
  const name = await gives(["query", "grid.import", ...SPAN, "--points", "2"], /^\{"channel":"grid\.import","unit":""/);
  assert.equal(await gives(["query", "GRID", ...SPAN, "--points", "2"], /"max":230/), name);
  const all = await gives(["export", "grid.import", ...SPAN], /,grid\.import,230\n$/);
  assert.equal(await gives(["export", "GRID", "grid.import", "meters.grid", ...SPAN], /^time/), all);
  await gives(
    ["correct", "GRID", ...SPAN, "--factor", "2", "-c", "gleaner.yaml"],
    /^24 readings from 0 to 230 .*\nCorrection 1 of grid\.import is made;/,
  );
  await gives(["corrections", "GRID"], /^1 {2}grid\.import from 2026-01-10 00:00:00 to 2026-01-11 00:00:00 × 2\n$/);
  await gives(["export", "grid.import", ...SPAN], /,grid\.import,460\n$/);
  await gives(["undo", "1"], /is undone/);
  await gives(
    ["prune", "GRID", "--before", "2026-01-10 02:00", "--yes"],
    /^2 readings of grid\.import from .* forgotten/,
  );
});

test("a name that is neither is answered with the nearest of both; the folder alone knows names only", async () => {
  for (const args of [
    ["query", "GRIT"],
    ["export", "grid.import", "GRIT"],
    ["correct", "GRIT", ...SPAN, "--remove"],
    ["prune", "GRIT", "--before", "2026-01-10"],
  ]) {
    await gives(args, /^Nothing was ever stored of "GRIT"; did you mean GRID\?\n$/, 69);
  }
  await gives(["query", "GRID", "--data", "data"], /stored of "GRID"; there are: charger\.state, grid\.import\n$/, 69);
});

test("states are answered with their changes", async () => {
  const said = JSON.parse(await gives(["query", "CS", ...SPAN], /^\{"channel":"charger\.state","unit":null/));
  assert.deepEqual(said, {
    channel: "charger.state",
    unit: null,
    from: T,
    to: T + 24 * HOUR,
    latest: { channel: "charger.state", at: T + 23 * HOUR, value: "off" },
    changes: [
      { at: T, value: "off" },
      { at: T + 8 * HOUR, value: "bulk" },
      { at: T + 20 * HOUR, value: "off" },
    ],
  });
  await gives(["query", "CS", ...SPAN, "--points", "5"], /charger\.state holds states.* leave out --points/, 69);
});

test("states that change more often than can be shown are left to export", async () => {
  const often = Array.from({ length: 10_001 }, (_, i) => `${T + i * 1_000},door,"${i % 2 === 0 ? "open" : "shut"}"\n`);
  place.write("often.csv", often.join(""));
  await gives(["import", "often.csv"], /^10001 readings/m);
  await gives(["query", "door", ...SPAN], /^door changed more than 10000 times .* gleaner export door\n$/, 69);
  const last = new RegExp(`\\{"at":${T + 9_999_000},"value":"shut"\\}\\]\\}\n$`);
  await gives(["query", "door", "--from", `${T}`, "--to", `${T + 10_000_000}`], last);
});

test("a correction of an empty span names the options, and is not even tried", async () => {
  const back = ["--from", "2026-01-11", "--to", "2026-01-10", "--remove"];
  const words =
    /^--from 2026-01-11 00:00:00 is not before --to 2026-01-10 00:00:00: give an earlier --from or a later --to\n$/;
  await gives(["correct", "grid.import", ...back], words, 69);
  await gives(["correct", "grid.import", ...back, "--dry-run"], words, 69);
  await gives(["query", "grid.import", ...back.slice(0, 4)], words, 69);
});
