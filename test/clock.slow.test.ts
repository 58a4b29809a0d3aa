import assert from "node:assert/strict";
import { test } from "node:test";
import { HOUR } from "../src/model/index.ts";
import { Energy } from "../src/web/api.ts";
import { Gleaner } from "./support/gleaner.ts";
import { VALUES } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";
import { WallClock } from "./support/wall-clock.ts";

/** A whole house, whose clock somebody sets while it runs. */

const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices: { ${VALUES} }
`;
/** One watt-hour a second. */
const POWER_W = 3_600;
const BACK_MS = 4_000;
/** What is read, committed and asked for is not of the same moment. */
const APART_WH = 0.7;

test("the energy shown is that of true time, whether the clock is set back or forward", async () => {
  using place = new Place();
  using clock = new WallClock();
  place.write("gleaner.yaml", CONFIG);
  place.write("values.txt", `power ${POWER_W} W\n`);
  await using house = await Gleaner.run(place, "gleaner.yaml", { env: clock.env });
  const { api } = house;
  const begun = Date.now();
  const span = `from=${begun - 3 * HOUR}&to=${begun + 3 * HOUR}`;
  const used = async (): Promise<{ readonly wh: number; readonly mono: number }> => {
    const { net } = Energy.parse(await api.json(`/api/energy/values.power?by=hour&${span}`));
    return { wh: net.reduce((sum, wh) => sum + wh, 0), mono: performance.now() };
  };
  const assertTrue = async (before: Awaited<ReturnType<typeof used>>): Promise<void> => {
    const now = await used();
    const passed_s = (now.mono - before.mono) / 1_000;
    assert.ok(Math.abs(now.wh - before.wh - passed_s) < APART_WH, `${now.wh - before.wh} Wh in ${passed_s} s`);
  };
  await until("some is used", async () => (await used()).wh > 2);

  const before = await used();
  clock.set(-BACK_MS);
  const ahead = await until("it is ahead", async () => (await api.state()).recorded_ahead_ms);
  assert.ok(ahead <= BACK_MS + 10, `${ahead} ms`);
  await until("the clock has caught up", async () => (await api.state()).recorded_ahead_ms === undefined, 20_000);
  const took_s = (performance.now() - before.mono) / 1_000;
  assert.ok(took_s > (1.7 * BACK_MS) / 1_000, `after ${took_s} s`);
  await assertTrue(before);

  const caught = await used();
  clock.set(HOUR - BACK_MS);
  await pause(2_000);
  await assertTrue(caught);
  await assertTrue(before);
  const codes = (await api.journal()).map(({ reason }) => reason).reverse();
  assert.match(
    codes.join("\n"),
    /set back by 0:0\d: no time is recorded twice, so for 0:\d\d recorded[\s\S]*set forward by 1.h.00/,
  );
  assert.deepEqual(await house.stop(), { code: 0, signal: null });
});
