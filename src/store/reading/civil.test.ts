import assert from "node:assert/strict";
import { it } from "node:test";
import { civilEdges } from "../../model/index.ts";
import { openHistory } from "../index.ts";
import { tempFolder } from "../testing/child.ts";
import { Writer } from "../writing/writer.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEP = 2 * MINUTE;

/** Watts that are never the same for long, and sometimes below 0. */
const wattsAt = (at: number): number => Math.round(400 * Math.sin(at / (5 * HOUR)) + 100);

/** Wh of the readings from `from` to before `to`, each held for a step: a plain loop. */
function plain(from: number, to: number, sign: (watts: number) => number): number {
  let sum = 0;
  for (let at = Math.ceil(from / STEP) * STEP; at < to; at += STEP) sum += sign(wattsAt(at)) * STEP;
  return sum / HOUR;
}

function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9 * (1 + Math.abs(expected)), `${actual} instead of ${expected}`);
}

const SIGNS = [
  ["net", (watts: number) => watts],
  ["positive", (watts: number) => Math.max(0, watts)],
  ["negative", (watts: number) => Math.min(0, watts)],
] as const;

it("civil days share out all of the energy where the clock is set forward and back", async () => {
  using folder = tempFolder();
  const writer = new Writer({ folder: folder.path });
  const from = Date.UTC(2026, 2, 20);
  const count = (240 * DAY) / STEP;
  const at = Float64Array.from({ length: count }, (_, i) => from + i * STEP);
  const steady = new Float64Array(count).fill(1_000);
  const channels = [
    { name: "load", unit: "W", values: at.map(wattsAt) },
    { name: "fridge", unit: "W", values: steady },
    // 1 kWh an hour
    { name: "meter", unit: "Wh", values: at.map((_, i) => 500_000 + Math.round((i * 1_000 * STEP) / HOUR)) },
  ];
  writer.load([{ at, channels }]);
  const history = openHistory(folder.path);
  try {
    const changes = [
      ["Europe/Paris", "2026-03-26T12:00:00Z", [24, 24, 24, 23, 24, 24]],
      ["Europe/Paris", "2026-10-22T12:00:00Z", [24, 24, 24, 25, 24, 24]],
      // a change of half an hour, in a zone whose hours begin on the half
      ["Australia/Lord_Howe", "2026-04-02T00:00:00Z", [24, 24, 24, 24.5, 24, 24]],
      ["Asia/Kolkata", "2026-05-01T00:00:00Z", [24, 24, 24, 24, 24, 24]],
    ] as const;
    for (const [zone, start, hours] of changes) {
      const begin = Date.parse(start);
      const edges = (civilEdges("day", begin, begin + 7 * DAY, zone, 20) ?? []).slice(0, 7);
      const [first = 0, last = 0] = [edges[0], edges.at(-1)];
      assert.deepEqual(
        Array.from((await history.energies("fridge", edges, STEP)).sums, (energy) => energy / 1_000),
        hours,
      );
      const risen = await history.rises("meter", edges);
      for (const [i, rise] of risen.entries()) assert.ok(Math.abs(rise - (hours[i] ?? 0) * 1_000) < 1, `${rise} Wh`);
      for (const [sign, of] of SIGNS) {
        const { sums: days } = await history.energies("load", edges, STEP, sign);
        for (const [i, energy] of days.entries()) assertNear(energy, plain(edges[i] ?? 0, edges[i + 1] ?? 0, of));
        const sum = days.reduce((total, energy) => total + energy, 0);
        assertNear(sum, plain(first, last, of));
        assertNear(sum, (await history.energies("load", [first, last], STEP, sign)).sums[0] ?? 0);
      }
      const counts = (await history.summaries("load", edges)).map((day) => day?.count);
      assert.deepEqual(
        counts,
        hours.map((each) => each * 30),
      );
    }
  } finally {
    history.close();
    writer.close();
  }
});
