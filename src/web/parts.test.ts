import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type HouseState, StoreError } from "../model/index.ts";
import { parseInstant } from "./instants.ts";
import { lateHistory } from "./late-history.ts";
import { HttpProblem } from "./problem.ts";
import { Publisher } from "./publisher.ts";
import { houseState } from "./testing/fakes.ts";
import { MemoryHistory } from "./testing/memory-history.ts";
import { until } from "./testing/wait.ts";

test("instants: numbers and ISO 8601 with a zone", () => {
  assert.equal(parseInstant("0"), 0);
  assert.equal(parseInstant("1795168800000"), 1_795_168_800_000);
  assert.equal(parseInstant("2026-11-20T10:00:00Z"), 1_795_168_800_000);
  assert.equal(parseInstant("2026-11-20T10:00z"), 1_795_168_800_000);
  assert.equal(parseInstant("2026-11-20T05:30:00.250-04:30"), 1_795_168_800_250);
  assert.equal(parseInstant("2026-11-20T11:00:00 01:00"), 1_795_168_800_000);
  for (const words of ["", " 5", "-1", "1e3", "0x10", "8640000000000001", "2026-11-20", "2026-11-20T10:00:00"]) {
    assert.equal(parseInstant(words), undefined, words);
  }
  assert.equal(parseInstant("2026-02-29T00:00:00Z"), undefined);
  assert.equal(parseInstant("2028-02-29T00:00:00Z"), Date.UTC(2028, 1, 29));
  assert.equal(parseInstant("2026-11-20T25:00:00Z"), undefined);
});

test("instants: every instant reads back from its ISO form, and nothing throws", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 4e12 }), (at) => parseInstant(new Date(at).toISOString()) === at));
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (words) => {
      const at = parseInstant(words);
      return at === undefined || (Number.isInteger(at) && at >= -8.64e15 && at <= 8.64e15);
    }),
  );
});

test("late history: opened on demand, given up on failure, tried again a second later", () => {
  let mono = 0;
  let opened = 0;
  let broken = true;
  const memory = new MemoryHistory();
  memory.units.set("p", "W");
  const open = (): MemoryHistory => {
    opened++;
    if (broken) throw new Error("unable to open database file");
    return memory;
  };
  const history = lateHistory(open, () => mono);
  assert.equal(opened, 0);
  const problem = (error: unknown): boolean =>
    error instanceof HttpProblem && error.status === 503 && /unable to open database file/.test(error.message);
  assert.throws(() => history.unit("p"), problem);
  assert.throws(() => history.journal(5), problem);
  assert.equal(opened, 1);
  broken = false;
  mono = 1_000;
  assert.equal(history.unit("p"), "W");
  assert.equal(opened, 2);
  memory.range = () => {
    throw new Error("disk I/O error");
  };
  assert.throws(() => history.range("p", 0, 1, 1), /disk I\/O error/);
  assert.equal(memory.closed, true);
});

test("late history: damaged readings fail those who ask for them, and nobody else", () => {
  const memory = new MemoryHistory();
  memory.units.set("p", "W");
  const history = lateHistory(() => memory);
  memory.range = () => {
    throw new StoreError({ code: "corrupt", message: "Readings of p from … are damaged", fatal: false });
  };
  assert.throws(
    () => history.range("p", 0, 1, 1),
    (error) => error instanceof HttpProblem && error.status === 503 && error.error === "damaged",
  );
  memory.changes = () => {
    throw new RangeError('"limit" must be a number');
  };
  assert.throws(() => history.changes("p", 0, 1, Number.NaN), RangeError);
  assert.equal(memory.closed, false);
  assert.equal(history.unit("p"), "W");
});

test("publisher: one state under way, and beside it only the newest", async () => {
  const posted: HouseState[] = [];
  const publisher = new Publisher((house) => posted.push(house));
  const states = Array.from({ length: 1_000 }, (_, n) => houseState({ now: { at: n, mono: n } }));
  for (const state of states) publisher.publish(state);
  assert.deepEqual(
    posted.map(({ now }) => now.at),
    [0],
  );
  assert.ok(publisher.owed_ms(performance.now() + 50) >= 50);
  const began = performance.now();
  publisher.taken();
  await until("the newest is posted", () => posted.length === 2);
  assert.equal(posted[1]?.now.at, 999);
  assert.ok(performance.now() - began > 20);
  publisher.taken();
  assert.equal(publisher.owed_ms(performance.now()), 0);
  publisher.publish(states[0] as HouseState);
  publisher.stop();
  publisher.taken();
  assert.equal(posted.length, 2);
});
