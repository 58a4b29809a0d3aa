import assert from "node:assert/strict";
import { test } from "node:test";
import type { HouseState } from "../../model/index.ts";
import { houseState } from "../testing/fakes.ts";
import { until } from "../testing/wait.ts";
import { Publisher } from "./publisher.ts";

test("one state under way, and beside it only the newest", async () => {
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
