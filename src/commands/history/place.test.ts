import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openStore } from "../../store/index.ts";
import { forwards, reading, type Site, siteOf, storedName } from "./place.ts";

/** How the commands on the history understand a channel's name, and a span. */

const CONFIG = `site: { time_zone: Europe/Paris }
data: ./data
web: { port: 0 }
devices:
  roof:   { type: vedirect, port: /dev/null }
  meters: { type: command, source: { run: [cat, meters.txt], every: 1 min } }
channels:
  solar.power: { from: roof.panel_power, alias: PPVT }
  solar.also:  roof.panel_power
  grid.power:  { from: meters.grid, alias: GRID }
  tank.level:  { from: meters.tank, alias: TANK }
  house.power: { formula: solar.power + GRID, alias: CONSO }
`;

const folder = mkdtempSync(join(tmpdir(), "gleaner-place-"));
let site: Site;

before(async () => {
  writeFileSync(join(folder, "gleaner.yaml"), CONFIG);
  site = siteOf({ config: join(folder, "gleaner.yaml") });
  const store = await openStore({ folder: site.folder });
  for (const channel of ["solar.power", "grid.power", "house.power", "GRID"]) store.describe(channel, "W");
  await store.close();
});
after(() => rmSync(folder, { recursive: true, force: true }));

const named = (asked: string, at = site): Promise<string> => reading(at, (history) => storedName(history, at, asked));

test("a channel goes by its name, its alias, and what the device calls it", async () => {
  for (const [asked, name] of [
    ["solar.power", "solar.power"],
    ["PPVT", "solar.power"],
    ["roof.panel_power", "solar.power"],
    ["CONSO", "house.power"],
    ["meters.grid", "grid.power"],
  ] as const) {
    assert.equal(await named(asked), name);
  }
});

test("what was stored by exactly this name is not hidden by an alias", async () => {
  assert.equal(await named("GRID"), "GRID");
});

test("aliases are among the nearest names, but for those of channels without readings", async () => {
  await assert.rejects(named("CONSOL"), /of "CONSOL"; did you mean CONSO\?/);
  await assert.rejects(named("solar.powr"), /did you mean solar\.power\?/);
  await assert.rejects(named("TANKS"), /there are: GRID, grid\.power, house\.power, solar\.power$/);
  await assert.rejects(named("TANK"), /^Error: Nothing was ever stored of "TANK" \(tank\.level\); there are: /);
});

test("the data folder alone has no configuration: names only, times in UTC", async () => {
  const bare = siteOf({ data: site.folder });
  assert.equal(bare.time_zone, "UTC");
  assert.equal(await named("solar.power", bare), "solar.power");
  await assert.rejects(named("PPVT", bare), /Nothing was ever stored of "PPVT"; there are: /);
  const both = siteOf({ data: site.folder, config: join(folder, "gleaner.yaml") });
  assert.equal(await named("PPVT", both), "solar.power");
});

test("a span that does not go forwards names the options to change", () => {
  const at = Date.UTC(2026, 10, 20, 9);
  assert.deepEqual(forwards({ from: at, to: at + 1 }, site), { from: at, to: at + 1 });
  for (const to of [at, at - 3_600_000]) {
    assert.throws(
      () => forwards({ from: at, to }, site),
      /^Error: --from 2026-11-20 10:00:00 is not before --to 2026-11-20 (10|09):00:00: give an earlier --from or a later --to$/,
    );
  }
});
