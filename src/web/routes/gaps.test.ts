import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR } from "../../model/index.ts";
import { GapList } from "../api.ts";
import { AT, bench } from "../testing/fakes.ts";
import { refused } from "../testing/refused.ts";

test("gaps that touch the span, the last 24 h when nothing is said", async () => {
  const { app, history } = await bench();
  const old = { since: AT - 30 * HOUR, until: AT - 25 * HOUR, why: "clock_unset" } as const;
  const whole = { since: AT - 25 * HOUR, until: AT - 20 * HOUR, why: "stopped" } as const;
  const silent = { channel: "solar.power", since: AT - 2 * HOUR, until: AT - HOUR, why: "silent" } as const;
  history.missing.push(old, whole, silent);
  assert.deepEqual(GapList.parse((await app.inject("/api/gaps")).json()), { gaps: [whole, silent] });
  const early = await app.inject(`/api/gaps?from=${AT - 40 * HOUR}&to=${AT - 25 * HOUR}`);
  assert.deepEqual(early.json(), { gaps: [old] });
});

test("more than can be listed is said", async () => {
  const { app, history } = await bench({ limits: { gaps: 2 } });
  for (const hours of [3, 2]) history.missing.push({ since: AT - hours * HOUR, until: AT - HOUR, why: "dropped" });
  assert.equal(GapList.parse((await app.inject("/api/gaps")).json()).more, true);
});

refused("/api/gaps", [
  [`from=${AT}&to=${AT}`, "from: "],
  ["from=yesterday", "from: "],
  ["to=", "to: "],
  ["channel=solar.power", "query: "],
]);
