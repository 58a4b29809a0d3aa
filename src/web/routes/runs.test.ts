import assert from "node:assert/strict";
import { test } from "node:test";
import { DAY, HOUR, MINUTE } from "../../model/index.ts";
import { Problem, type Run, RunList } from "../api.ts";
import { AT, type Bench, bench } from "../testing/fakes.ts";
import { refused } from "../testing/refused.ts";

/** A boiler that was switched at these times: on, off, on … */
async function switched(times: readonly number[], limits = {}): Promise<Bench> {
  const made = await bench({ limits });
  made.history.units.set("relay.boiler", "");
  for (const [i, at] of times.entries()) {
    made.history.readings.push({ channel: "relay.boiler", at, value: i % 2 === 0 ? 1 : 0 });
  }
  return made;
}

async function ask({ app }: Bench, query: string, id = "boiler"): Promise<Run[]> {
  const answer = await app.inject(`/api/relays/${id}/runs${query}`);
  assert.equal(answer.statusCode, 200, answer.body);
  return RunList.parse(answer.json()).runs;
}

test("runs are whole, also where they stick out of the span", async () => {
  const made = await switched([AT - 9 * HOUR, AT - 8 * HOUR, AT - 5 * HOUR, AT - 3 * HOUR, AT - 2 * HOUR, AT - HOUR]);
  assert.deepEqual(await ask(made, `?from=${AT - 4 * HOUR}&to=${AT - 90 * MINUTE}`), [
    { from: AT - 5 * HOUR, to: AT - 3 * HOUR },
    { from: AT - 2 * HOUR, to: AT - HOUR },
  ]);
  assert.deepEqual(await ask(made, `?from=${AT - 7 * HOUR}&to=${AT - 6 * HOUR}`), []);
});

test("a run that began years ago and is not over", async () => {
  const made = await switched([AT - 900 * DAY, AT - 800 * DAY, AT - 799 * DAY]);
  assert.deepEqual(await ask(made, ""), [{ from: AT - 799 * DAY, to: null }]);
  assert.deepEqual(await ask(made, `?from=${AT - 850 * DAY}&to=${AT - 840 * DAY}`), [
    { from: AT - 900 * DAY, to: AT - 800 * DAY },
  ]);
});

test("a switching that says what was so already begins no new run, and an end without a beginning is none", async () => {
  const made = await switched([]);
  const values = [0, 1, 1, 0, 0, 1];
  for (const [i, value] of values.entries()) {
    made.history.readings.push({ channel: "relay.boiler", at: AT - (10 - i) * HOUR, value });
  }
  assert.deepEqual(await ask(made, ""), [
    { from: AT - 9 * HOUR, to: AT - 7 * HOUR },
    { from: AT - 5 * HOUR, to: null },
  ]);
});

test("runs close together are told as one, never more than points", async () => {
  const made = await switched(Array.from({ length: 2_000 }, (_, i) => AT - 2_001_000 + i * 1_000));
  const span = `?from=${AT - 2_001_000}&to=${AT}`;
  assert.equal((await ask(made, `${span}&points=10000`)).length, 1_000);
  const joined = await ask(made, `${span}&points=500`);
  assert.ok(joined.length <= 500 && joined.length > 10, "none so long that its share of a view would say little");
  const sum = (of: (run: Run) => number): number => joined.reduce((sofar, run) => sofar + of(run), 0);
  assert.equal(
    sum(({ starts = 1 }) => starts),
    1_000,
  );
  assert.equal(
    sum(({ from, to, off_ms = 0 }) => (to ?? 0) - from - off_ms),
    1_000 * 1_000,
    "what it was on",
  );
  const apart = await switched([0, 1, 100, 101, 200, 201, 900, 901].map((second) => AT - (1_000 - second) * 1_000));
  assert.equal((await ask(apart, `?from=${AT - 1_000_000}&points=10`)).length, 2);
});

test("however it is cut in pieces, the answer is the same", async () => {
  const times = Array.from({ length: 101 }, (_, i) => AT - DAY - 50 * MINUTE + i * MINUTE);
  const [pieces, whole] = [await switched(times, { chunk_readings: 7 }), await switched(times)];
  const runs = await ask(pieces, "?points=10000");
  assert.deepEqual(runs, await ask(whole, "?points=10000"));
  assert.deepEqual([runs.length, runs[0]?.from, runs.at(-1)?.to], [26, AT - DAY, null]);
});

test("a relay that was never switched has no runs, and one that is gone keeps its own", async () => {
  const made = await switched([]);
  assert.deepEqual(await ask(made, "", "pump"), []);
  made.history.units.set("relay.fridge", "");
  made.history.readings.push({ channel: "relay.fridge", at: AT - HOUR, value: 1 });
  assert.deepEqual(await ask(made, "", "fridge"), [{ from: AT - HOUR, to: null }]);
});

test("an unknown relay is answered with the nearest name", async () => {
  const { app } = await bench();
  const answer = await app.inject("/api/relays/boilr/runs");
  assert.deepEqual([answer.statusCode, Problem.parse(answer.json()).hint], [404, "did you mean boiler?"]);
});

test("an answer that takes too long is given up", async () => {
  const made = await switched([AT - HOUR], { series_ms: 100 });
  const { history, clock } = made;
  const range = history.range.bind(history);
  history.range = (...asked) => {
    clock.elapsed += 200;
    return range(...asked);
  };
  const answer = await made.app.inject("/api/relays/boiler/runs");
  assert.deepEqual([answer.statusCode, Problem.parse(answer.json()).error], [503, "too_slow"]);
});

refused("/api/relays/boiler/runs", [
  ["points=0", "points: "],
  ["points=10001", "points: "],
  [`from=${AT}&to=${AT}`, "from: "],
  ["since=5", "query: "],
]);
