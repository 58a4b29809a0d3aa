import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DAY, HOUR, MINUTE, type Reading, reason } from "../src/model/index.ts";
import { type DiskHistory, openHistory, openStore } from "../src/store/index.ts";
import { Writer } from "../src/store/tools.ts";
import { ChannelList, Energy, GapList, JournalLine, RunList, Series, SeriesSet } from "../src/web/api.ts";
import type { App } from "../src/web/http/context.ts";
import { Live } from "../src/web/live/live.ts";
import { buildServer } from "../src/web/server/server.ts";
import { loadPlainPictures } from "../src/web/testing/plain-pictures.ts";

/** The API of the history over a real store: what was written is what is answered. */

const ZONE = "Europe/Paris";
/** Midnight in Paris, before the day of 25 hours. */
const MIDNIGHT = Date.UTC(2026, 9, 24, 22);
const STEP = 10_000;
const NOW = MIDNIGHT + 3 * DAY;
const TICKS = (NOW - MIDNIGHT) / STEP;

/** Charges with 1200 W in even hours since midnight, discharges with 600 W in odd ones. */
const power = (i: number): number => (Math.floor((i * STEP) / HOUR) % 2 === 0 ? 1_200 : -600);

const folder = mkdtempSync(join(tmpdir(), "gleaner-history-api-"));
let history: DiskHistory;
let app: App;

before(async () => {
  const times = Float64Array.from({ length: TICKS }, (_, i) => MIDNIGHT + i * STEP);
  const writer = new Writer({ folder });
  writer.load([
    {
      at: times,
      channels: [
        { name: "battery.power", unit: "W", values: times.map((_, i) => power(i)) },
        { name: "meter.import", unit: "kWh", values: times.map((_, i) => 100 + Math.floor(i / 6) / 1_000) },
      ],
    },
  ]);
  writer.close();

  const store = await openStore({ folder });
  const readings: Reading[] = [];
  for (const [channel, unit] of [
    ["charger.state", null],
    ["relay.boiler", ""],
  ] as const) {
    store.describe(channel, unit);
  }
  for (let hour = 0; hour < 72; hour++) {
    const at = MIDNIGHT + hour * HOUR;
    readings.push({ channel: "charger.state", at, value: hour < 40 ? "bulk" : "float" });
    if (hour % 24 === 9) readings.push({ channel: "relay.boiler", at, value: 1 });
    if (hour % 24 === 12 && hour < 60) readings.push({ channel: "relay.boiler", at, value: 0 });
  }
  const line = (at: number, relay: string) => ({
    at,
    kind: "switch" as const,
    relay,
    on: true,
    reason: reason("no_rule"),
  });
  await store.commit({
    readings,
    decisions: [line(MIDNIGHT + 9 * HOUR, "boiler"), line(MIDNIGHT, "pump"), line(MIDNIGHT + 33 * HOUR, "boiler")],
    gaps: [{ channel: "battery.power", since: MIDNIGHT - HOUR, until: MIDNIGHT, why: "silent" }],
  });
  await store.close();

  history = openHistory(folder);
  app = await buildServer({
    history,
    live: new Live(),
    ask: async () => ({ ok: true }),
    pages: "/nonexistent",
    version: "0.0.0-test",
    site: { name: "La Borie", time_zone: ZONE, language: "en" },
    channels: { named: ["battery.power"], stale_after_ms: new Map(), reports: new Map(), counters: new Map() },
    loadPictures: loadPlainPictures,
    clock: { at: () => NOW, mono: () => performance.now() },
  });
});

after(async () => {
  await app.close();
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string): Promise<unknown> {
  const answer = await app.inject(url);
  assert.equal(answer.statusCode, 200, answer.body);
  return answer.json();
}

test("channels and their kinds", async () => {
  const { channels } = ChannelList.parse(await ask("/api/channels"));
  assert.deepEqual(
    channels.map(({ name, kind }) => `${name}: ${kind}`),
    ["battery.power: number", "charger.state: state", "meter.import: counter", "relay.boiler: relay"],
  );
});

test("several channels over one span", async () => {
  const answer = await ask(`/api/series?channels=battery.power,charger.state&from=${MIDNIGHT}&to=${NOW}&points=72`);
  const { series } = SeriesSet.parse(answer);
  const battery = series["battery.power"];
  assert.ok(battery && "mean" in battery);
  assert.deepEqual(
    battery.at,
    Array.from({ length: 72 }, (_, hour) => MIDNIGHT + hour * HOUR),
  );
  // what held at the end of an hour counts to the next reading, which lies at the next hour's beginning
  assert.deepEqual(battery.mean.slice(0, 3), [1_200, -600, 1_200]);
  assert.deepEqual(battery.max.slice(0, 3), battery.mean.slice(0, 3));
  assert.deepEqual(series["charger.state"], {
    unit: null,
    at: [MIDNIGHT, MIDNIGHT + 40 * HOUR],
    value: ["bulk", "float"],
  });
});

test("a relay's state holds until it is switched again, be it hours", async () => {
  const url = `/api/series/relay.boiler?from=${MIDNIGHT + 10 * HOUR}&to=${MIDNIGHT + 34 * HOUR}&points=2`;
  const series = Series.parse(await ask(url));
  assert.ok("mean" in series);
  // on from 9 to 12, and from 33
  assert.deepEqual(series.mean, [2 / 12, 1 / 12]);
});

test("energy by the day: 25 hours, 24 hours, and the day that has just begun", async () => {
  const energy = Energy.parse(await ask(`/api/energy/battery.power?by=day&from=${MIDNIGHT}&to=${NOW}`));
  assert.deepEqual(
    energy.edges,
    [0, 25, 49, 73].map((hours) => MIDNIGHT + hours * HOUR),
  );
  assert.deepEqual(
    energy.positive.map((sum) => Math.round(sum * 1e6) / 1e6),
    [13 * 1_200, 12 * 1_200, 11 * 1_200],
  );
  assert.deepEqual(
    energy.negative.map((sum) => Math.round(sum * 1e6) / 1e6),
    [-12 * 600, -12 * 600, -12 * 600],
  );
  assert.equal(energy.now, true);
});

test("a counter by the hour", async () => {
  const url = `/api/energy/meter.import?by=hour&from=${MIDNIGHT}&to=${MIDNIGHT + 4 * HOUR}`;
  const { net } = Energy.parse(await ask(url));
  // 60 Wh an hour, in steps of a minute
  for (const rise of net) assert.ok(Math.abs(rise - 60) < 1.001, `${net}`);
});

test("runs of a relay, the last still going", async () => {
  const { runs } = RunList.parse(await ask(`/api/relays/boiler/runs?from=${MIDNIGHT + 10 * HOUR}&to=${NOW}`));
  assert.deepEqual(
    runs.map(({ from, to }) => [(from - MIDNIGHT) / HOUR, to === null ? null : (to - MIDNIGHT) / HOUR]),
    [
      [9, 12],
      [33, 36],
      [57, null],
    ],
  );
});

test("gaps and searched lines of the journal", async () => {
  const { gaps } = GapList.parse(await ask(`/api/gaps?from=${MIDNIGHT - 2 * HOUR}&to=${NOW}`));
  assert.deepEqual(gaps, [{ channel: "battery.power", since: MIDNIGHT - HOUR, until: MIDNIGHT, why: "silent" }]);
  const lines = JournalLine.array().parse(await ask(`/api/journal?relay=boiler&kind=switch&from=${MIDNIGHT + MINUTE}`));
  assert.deepEqual(
    lines.map(({ at }) => (at - MIDNIGHT) / HOUR),
    [33, 9],
  );
});

test("everything as CSV is everything that was written", async () => {
  const answer = await app.inject(`/api/series/battery.power?from=0&to=${NOW}&format=csv`);
  const [head, ...rows] = answer.body.trimEnd().split("\n");
  assert.equal(head, "time,channel,value");
  assert.equal(rows.length, TICKS);
  for (const [i, row] of rows.entries()) {
    const expected = `${new Date(MIDNIGHT + i * STEP).toISOString()},battery.power,${power(i)}`;
    if (row !== expected) assert.equal(row, expected);
  }
  assert.equal(Series.parse(await ask(`/api/series/battery.power?from=0&to=${NOW}`)).at.length, TICKS);
});
