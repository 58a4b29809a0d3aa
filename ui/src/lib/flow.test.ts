import assert from "node:assert/strict";
import { test } from "node:test";
import type { Channel } from "../../../src/web/api.ts";
import { flowDirection, flowPicture, lineWidth, wholePercent } from "./flow.ts";

const channel = (value: number | string | null, fresh = true): Channel => ({
  name: "",
  value,
  unit: typeof value === "string" ? null : "W",
  at: 0,
  age_ms: fresh ? 500 : 90_000,
  fresh,
});

test("the line grows with the power and stays within the picture", () => {
  const widths = [0, 50, 500, 5_000, 10_000, 1e7].map(lineWidth);
  assert.deepEqual(
    [...widths].sort((a, b) => a - b),
    widths,
  );
  assert.equal(widths[0], 2);
  assert.equal(widths.at(-1), 14);
  assert.equal(lineWidth(-500), lineWidth(500));
  assert.equal(lineWidth(null), 2);
});

test("directions follow the signs of the house", () => {
  assert.equal(flowDirection("solar", 1800), 1);
  assert.equal(flowDirection("house", 1200), -1);
  assert.equal(flowDirection("battery", 640), -1, "charging: away from the hub");
  assert.equal(flowDirection("battery", -640), 1);
  assert.equal(flowDirection("grid", 300), 1, "importing");
  assert.equal(flowDirection("grid", -300), -1);
  assert.equal(flowDirection("grid", 3), 0);
  assert.equal(flowDirection("solar", null), 0);
});

test("only what exists is drawn", () => {
  assert.equal(flowPicture({}), undefined);
  assert.equal(flowPicture({ "grid.power": channel(300) }), undefined);
  const island = flowPicture({
    "solar.power": channel(1800),
    "house.power": channel(1200),
    "battery.soc": channel(80),
  });
  assert.deepEqual(
    island?.nodes.map((node) => node.role),
    ["solar", "house", "battery"],
  );
  const grid = flowPicture({ "solar.power": channel(1800), "grid.power": channel(-600), "house.power": channel(1200) });
  assert.deepEqual(
    grid?.nodes.map((node) => node.role),
    ["solar", "grid", "house"],
  );
});

test("a battery of which only the charge is known has no power and no direction", () => {
  const picture = flowPicture({ "battery.soc": channel(80), "house.power": channel(10) });
  const battery = picture?.nodes.find((node) => node.role === "battery");
  assert.equal(battery?.power_w, null);
  assert.equal(battery?.soc, 80);
  assert.equal(picture?.lines.find((line) => line.role === "battery")?.direction, 0);
});

test("stale values stand still and tell their age; a stale charge greys the battery too", () => {
  const picture = flowPicture({
    "solar.power": channel(1800, false),
    "house.power": channel(1200),
    "battery.power": channel(600),
    "battery.soc": channel(80, false),
    "charger.state": channel("float", false),
  });
  const solar = picture?.nodes.find((node) => node.role === "solar");
  assert.equal(solar?.fresh, false);
  assert.equal(solar?.age_ms, 90_000);
  assert.equal(solar?.state, null);
  assert.equal(picture?.lines.find((line) => line.role === "solar")?.direction, 0);
  assert.equal(picture?.nodes.find((node) => node.role === "battery")?.fresh, false);
  assert.equal(picture?.nodes.find((node) => node.role === "battery")?.age_ms, 90_000);
});

test("arrows point along the flow", () => {
  const picture = flowPicture({ "solar.power": channel(1800), "house.power": channel(1200) });
  const angle = (role: string) => picture?.lines.find((line) => line.role === role)?.arrow.angle;
  assert.equal(angle("solar"), 0, "to the right");
  assert.equal(((angle("house") ?? Number.NaN) + 360) % 360, 0, "from the hub to the right");
});

test("a battery is full only when it is", () => {
  for (const [soc, shown] of [
    [100, 100],
    [99.99, 99],
    [99.6, 99],
    [98.6, 99],
    [98.4, 98],
    [0.4, 0],
  ] as const) {
    assert.equal(wholePercent(soc), shown);
  }
});
