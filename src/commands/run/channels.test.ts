import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConfig } from "../../config/index.ts";
import { drawnFor, holdOf } from "../../web/history/channels.ts";
import { channelSetup } from "./channels.ts";
import { allDeviceTypes } from "./device-types.ts";

const CONFIG = `site: { name: La Borie, time_zone: Europe/Paris }
data: ./data
web: { host: 127.0.0.1, port: 8080 }
devices:
  roof:   { type: vedirect, port: /dev/null }
  meters: { type: command, source: { run: [cat, meters.txt], every: 1 min } }
channels:
  solar.power:  roof.panel_power
  grid.power:   { from: meters.grid, alias: GRID, stale_after: 10 min, reports: on change }
  house.power:  { formula: solar.power + GRID, alias: CONSO }
  house.twice:  { formula: CONSO * 2, reports: every 15 min }
  roof.double:  { formula: roof.voltage * 2 }
  roof.yield:   roof.yield_total
  barn.yield:   meters.barn
  solar.yield:  { formula: "sum(roof.yield, barn.yield)", alias: YIELD }
  own.yield:    { formula: YIELD - meters.export - barn.yield }
  odd.yield:    { formula: "max(YIELD, 0) + barn.yield" }
relays:
  boiler: { output: roof.load }
`;

const YIELDS = ["roof.yield", "barn.yield", "solar.yield", "own.yield", "odd.yield"];

const setup = channelSetup(parseConfig(CONFIG, "g.yaml", allDeviceTypes));

test("the names that the configuration gives", () => {
  assert.deepEqual(
    [...setup.named].sort(),
    ["grid.power", "house.power", "house.twice", "relay.boiler", "roof.double", "solar.power", ...YIELDS].sort(),
  );
});

test("a reading counts as its channel speaks, a relay's until the next", () => {
  assert.equal(holdOf(setup, "solar.power"), undefined);
  assert.equal(holdOf(setup, "grid.power"), "on_change");
  assert.deepEqual(holdOf(setup, "house.twice"), { every_ms: 900_000 });
  assert.equal(holdOf(setup, "relay.boiler"), Number.POSITIVE_INFINITY);
  assert.equal(drawnFor(setup, "grid.power"), Number.POSITIVE_INFINITY);
  assert.equal(drawnFor(setup, "house.twice"), 1_350_000);
});

test("a line is drawn for three times as long as it takes to grow stale; a computed one as the oldest of its inputs", () => {
  const minutes = (channel: string): number => drawnFor(setup, channel) / 60_000;
  assert.equal(minutes("house.power"), 30);
  // ten seconds, but five minutes at least
  assert.equal(minutes("solar.power"), 5);
  assert.equal(minutes("roof.double"), 5);
  // values that nobody named go by their device; of others nothing is known
  assert.equal(minutes("meters.water"), 9);
  assert.equal(minutes("roof.voltage"), 5);
  assert.equal(minutes("gone.power"), 5);
  assert.equal(minutes("relay.boiler"), Number.POSITIVE_INFINITY);
});

test("the registers of which a counter is the sum", () => {
  const [roof, barn] = [
    { channel: "roof.yield", times: 1 },
    { channel: "barn.yield", times: 1 },
  ];
  const sumOf = (name: string): unknown => setup.counters.get(name)?.sum_of;
  assert.deepEqual(sumOf("solar.yield"), [roof, barn]);
  assert.deepEqual(sumOf("own.yield"), [roof, { ...barn, times: 0 }, { channel: "meters.export", times: -1 }]);
  assert.equal(sumOf("odd.yield"), undefined);
  assert.equal(sumOf("roof.yield"), undefined);
});
