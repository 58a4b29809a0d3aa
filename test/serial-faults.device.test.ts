import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Cable } from "../src/devices/kit/testing/cable.ts";
import { seeded } from "../src/devices/vedirect/testing/frames.ts";
import type { Api } from "./support/api.ts";
import { noise, roofBlock } from "./support/frames.ts";
import { Gleaner } from "./support/gleaner.ts";
import { script } from "./support/houses.ts";
import { Place } from "./support/place.ts";
import { pause, until } from "./support/until.ts";

/** What happens to serial lines: the house lives on, says what it no longer knows, and comes back by itself. */

const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
  roof: { type: vedirect, port: ./roof }
  lamp_plug: { type: file, path: ./lamp.state }
channels:
  solar.power: { from: roof.panel_power, stale_after: 2 s }
relays:
  lamp: { output: lamp_plug, script: ./lamp.ts, guard: { without_data: off } }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;
const SCRIPT = script('return data["solar.power"] > 300 ? on("Sun") : off("No sun");');

interface Scene {
  readonly place: Place;
  readonly gleaner: Gleaner;
  readonly api: Api;
  cable: Cable;
  /** How often the port must have been opened: once for each cable that was plugged in. */
  opens: number;
}

/** A house whose lamp is on because of the sun, and a charger that says so. */
async function scene(play: (scene: Scene) => Promise<void>): Promise<void> {
  using place = new Place();
  place.write("gleaner.yaml", CONFIG);
  place.write("lamp.ts", SCRIPT);
  await using cable = await Cable.plug(place.path("roof"));
  await using gleaner = await Gleaner.run(place);
  const it: Scene = { place, gleaner, api: gleaner.api, cable, opens: 1 };
  try {
    await shines(it);
    await play(it);
    assert.equal((await gleaner.stop()).code, 0, gleaner.output);
  } finally {
    await it.cable.unplug();
  }
}

/** The charger speaks until the house knows and the lamp is on; every block that it spoke has been counted then. */
async function shines(it: Scene): Promise<void> {
  await until("the port is open", async () => (await it.api.counter("roof", "opens")) >= it.opens, 20_000);
  await until(
    "the sun's power is fresh and the lamp on",
    async () => {
      const before = await it.api.counter("roof", "good_blocks");
      await it.cable.speak(roofBlock(3, 640));
      await until("the block is counted", async () => (await it.api.counter("roof", "good_blocks")) > before, 2_000);
      const { channels, relays } = await it.api.state();
      return channels["solar.power"]?.fresh === true && relays.lamp?.on === true;
    },
    30_000,
    200,
  );
  assert.equal(it.place.output("lamp.state"), "1");
}

/** The value is stale, the relay in its safe state, for that reason. */
async function darkens({ api, place }: Scene): Promise<void> {
  const { relays } = await until(
    "the value is stale and the lamp off",
    async () => {
      const state = await api.state();
      return state.channels["solar.power"]?.fresh === false && state.relays.lamp?.on === false && state;
    },
    15_000,
  );
  assert.match(relays.lamp?.reason ?? "", /Off for want of data.*Solar power has been silent for/);
  assert.equal(place.output("lamp.state"), "0");
  const off = (await api.journal()).find(({ kind, on }) => kind === "switch" && on === false);
  assert.match(off?.reason ?? "", /Off for want of data/);
  assert.equal(off?.inputs?.[0]?.channel, "solar.power");
  assert.ok((off?.inputs?.[0]?.age_ms ?? 0) > 2_000, "the age of what was stale is kept");
}

/** So long the line carries only this. */
async function flood({ cable }: Scene, seconds: number, piece: () => Uint8Array): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < seconds * 1_000) {
    await cable.speak(piece());
    await pause(5);
  }
}

describe("a serial line", () => {
  const random = seeded(7);

  test("silence: stale, off, fresh again", () =>
    scene(async (it) => {
      await darkens(it);
      await shines(it);
    }));

  test("noise of another speed: nothing of it is believed, and sound blocks count again at once", () =>
    scene(async (it) => {
      const before = (await it.api.series("solar.power")).value.length;
      const good = await it.api.counter("roof", "good_blocks");
      const bytes = await it.api.counter("roof", "bytes");
      await flood(it, 3, () => noise(200, random));
      await darkens(it);
      assert.ok((await it.api.counter("roof", "bytes")) - bytes > 20_000, "the noise was heard");
      assert.equal(await it.api.counter("roof", "good_blocks"), good);
      const { counters } = await it.api.device("roof");
      assert.ok((counters.discarded_bytes ?? 0) > 20_000);
      await shines(it);
      const kept = await it.api.series("solar.power");
      assert.ok(kept.value.length >= before);
      assert.deepEqual([...new Set(kept.value)], [640]);
    }));

  test("text without end, endless HEX frames and fields without number: bounded, then sound again", () =>
    scene(async (it) => {
      const endless = ["\r\nPPV\t", "9".repeat(4_000), ":", "A0".repeat(3_000), "\r\n", "L".repeat(2_000), "\t"];
      const fields = Array.from({ length: 200 }, (_, index) => `\r\nX${index}\t1`).join("");
      let turn = 0;
      await flood(it, 3, () => {
        turn += 1;
        return Buffer.from(turn % 8 === 7 ? fields : (endless[turn % endless.length] ?? ""), "latin1");
      });
      await darkens(it);
      await shines(it);
      assert.deepEqual([...new Set((await it.api.series("solar.power")).value)], [640]);
    }));

  test("a flood of sound blocks delays nobody", () =>
    scene(async (it) => {
      const block = roofBlock(3, 640);
      const burst = Buffer.concat(Array.from({ length: 20 }, () => block));
      const flooding = flood(it, 3, () => burst);
      const answers: number[] = [];
      while (answers.length < 10) {
        const began = performance.now();
        assert.equal((await it.api.relay("lamp")).on, true);
        answers.push(performance.now() - began);
        await pause(100);
      }
      await flooding;
      assert.ok(Math.max(...answers) < 2_000, `an answer took ${Math.max(...answers)} ms`);
      await it.cable.speak(roofBlock(3, 10));
      await until("the lamp follows", () => it.place.output("lamp.state") === "0");
    }));

  test("unplugged and plugged in again, twice", () =>
    scene(async (it) => {
      for (const time of [1, 2]) {
        await it.cable.unplug();
        await darkens(it);
        await until(
          `the loss is told for the ${time}. time`,
          async () => {
            const { state, problem } = await it.api.device("roof");
            return state === "lost" && /plug|not there|no such|missing/i.test(problem ?? "");
          },
          20_000,
        );
        it.cable = await Cable.plug(it.place.path("roof"));
        it.opens += 1;
        await shines(it);
        assert.equal((await it.api.device("roof")).state, "ok");
      }
      const said = (await it.api.journal()).filter(({ kind }) => kind === "device").map(({ reason }) => reason);
      // the second time is told when the minute of the first one is over
      for (const words of [/^roof has gone silent/, /^roof is back$/])
        assert.ok(said.some((reason) => words.test(reason)));
      assert.ok((await it.api.counter("roof", "failures")) >= 2);
    }));

  test("absent from the start: the house is up, and takes it when it comes", async () => {
    using place = new Place();
    place.write("gleaner.yaml", CONFIG);
    place.write("lamp.ts", SCRIPT);
    await using gleaner = await Gleaner.run(place);
    const { api } = gleaner;
    await until("off for want of data", async () => /has no value yet/.test((await api.relay("lamp")).reason));
    const it: Scene = { place, gleaner, api, cable: await Cable.plug(place.path("roof")), opens: 1 };
    try {
      await shines(it);
    } finally {
      await it.cable.unplug();
    }
  });
});
