import assert from "node:assert/strict";
import { test } from "node:test";
import { OTHERS, Stretches } from "./stretches.ts";

const states = (stretches: Stretches): Record<string, number[][]> =>
  Object.fromEntries(stretches.rows().map(({ state, spans }) => [state, spans.map(({ from, to }) => [from, to])]));

test("states are told by columns, and nothing where none held", () => {
  const stretches = new Stretches({ from: 0, to: 100 }, 10);
  stretches.add("bulk", -50, 30);
  stretches.add("float", 60, 75);
  stretches.add("bulk", 80, 500);
  assert.deepEqual(states(stretches), {
    bulk: [
      [0, 30],
      [80, 100],
    ],
    float: [[60, 80]],
  });
  assert.deepEqual(
    stretches.rows().map(({ total_ms }) => total_ms),
    [50, 15],
  );
});

test("in a column the state that held longest is shown; the times are exact all the same", () => {
  const stretches = new Stretches({ from: 0, to: 10 }, 1);
  for (let at = 0; at < 10; at += 2) {
    stretches.add("a", at, at + 0.5);
    stretches.add("b", at + 0.5, at + 2);
  }
  assert.deepEqual(states(stretches), { a: [], b: [[0, 10]] });
  assert.deepEqual(
    stretches.rows().map(({ total_ms }) => total_ms),
    [2.5, 7.5],
  );
});

test("however many states there are and however often they change, rows and spans have a bound", () => {
  const stretches = new Stretches({ from: 0, to: 10_000 }, 50);
  for (let at = 0; at < 10_000; at++) stretches.add(`state ${at % 100}`, at, at + 1);
  const rows = stretches.rows();
  assert.equal(rows.length, 9);
  assert.ok(rows.reduce((sum, { spans }) => sum + spans.length, 0) <= 50);
  assert.equal(rows.find(({ state }) => state === OTHERS)?.total_ms, 9_200);
});
