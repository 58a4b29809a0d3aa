import assert from "node:assert/strict";
import { test } from "node:test";
import { Places } from "./places.ts";

const names = (count: number, of: string): string[] => Array.from({ length: count }, (_, i) => `${of}${i}`);

/** How many of these quantities find a place. */
function taken(places: Places, device: string, quantities: readonly string[]): number {
  return quantities.filter((quantity) => places.take(device, quantity)).length;
}

test("a device that invents names has its share, and leaves the others theirs", () => {
  const places = new Places([]);
  assert.equal(taken(places, "chatty", names(3_000, "q")), 500);
  assert.equal(taken(places, "honest", names(300, "q")), 300);
  assert.deepEqual([...places.full], ["chatty"]);
});

test("all devices together have 2,000", () => {
  const places = new Places([]);
  for (const device of ["a", "b", "c"]) assert.equal(taken(places, device, names(500, "q")), 500);
  assert.equal(taken(places, "d", names(400, "q")), 400);
  assert.equal(taken(places, "e", names(400, "q")), 100);
  assert.deepEqual([...places.full], ["e"]);
});

test("over restarts too: what the history knows of a device counts, and comes first", () => {
  let past = names(3, "chatty.old");
  for (let start = 0; start < 5; start++) {
    const places = new Places(past);
    const quantities = names(600, `start${start}_`);
    past = [...past, ...quantities.filter((one) => places.take("chatty", one)).map((one) => `chatty.${one}`)];
    assert.equal(taken(places, "chatty", names(3, "old")), 3, "what is known has its place again");
    assert.equal(taken(places, "honest", ["power"]), 1);
  }
  assert.equal(past.length, 500);
});

test("a run has no more of a device than its share, also where the history knows more of it", () => {
  const all = names(600, "q");
  const places = new Places(all.map((one) => `chatty.${one}`));
  assert.equal(taken(places, "chatty", all), 500);
  assert.equal(taken(places, "honest", ["power"]), 1);
});

test("what could not be kept has no place", () => {
  const places = new Places([]);
  assert.equal(taken(places, "d", ["", "x".repeat(200), "a\nb", "ok"]), 2);
  assert.equal(taken(places, "relay", ["ok"]), 1);
});
