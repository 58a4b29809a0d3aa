import assert from "node:assert/strict";
import { test } from "node:test";
import { relay } from "../house/testing/bench.ts";
import { FakeScripts } from "../house/testing/fakes.ts";
import { type Batch, DAY, HOUR, MINUTE, type Order, type Reading } from "../model/index.ts";
import { type Course, type LabHouse, liveThrough } from "./live-through.ts";
import { MemoryStore } from "./memory-store.ts";
import { ModelHouse } from "./model-house/index.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { VirtualHouse } from "./virtual-house.ts";

const START = Date.UTC(2026, 5, 20);
const ZONE = "Europe/Paris";
const LOADS = { boiler: { power_w: 1_200, kind: "tank" } } as const;

/** A model house of the lab, whose boiler runs while the sun gives more than 2 kW. */
function bench(store = new MemoryStore()) {
  const clock = new VirtualClock(START);
  const model = new ModelHouse({
    ...{ latitude: 44.93, longitude: 0.72, time_zone: ZONE, seed: 1, loads: LOADS },
    ...{ start: START, step_ms: MINUTE },
  });
  const device = new VirtualHouse(model, clock, Object.keys(LOADS), MINUTE);
  const boiler = device.outputs.get("boiler");
  assert.ok(boiler);
  const ordered: boolean[] = [];
  const carryOut = (order: Order): Promise<void> => {
    ordered.push(order.on);
    return boiler.carryOut(order);
  };
  const parts: LabHouse = {
    rules: { time_zone: ZONE, interlocks: [], stagger_ms: 0, relays: [{ ...relay("boiler"), needs: ["solar.power"] }] },
    channels: {
      // shorter than a step: live, such a value would be stale before the next one
      staleAfter: () => 10_000,
      named: [{ name: "solar.power", from: "model.solar_power", stale_after_ms: 10_000 }],
      derived: [],
    },
    devices: new Map([["model", device]]),
    outputs: new Map([["boiler", { carryOut }]]),
    scripts: new FakeScripts({
      boiler: {
        reads: ["solar.power"],
        run: ({ snapshot }) => (Number(snapshot.channels.get("solar.power")?.value) > 2_000 ? "on" : "off"),
      },
    }),
    store,
    sun: () => ({ sunrise: null, sunset: null }),
  };
  const live = (course: Omit<Course, "step_ms">): Promise<void> =>
    liveThrough(clock, parts, { step_ms: MINUTE, ...course });
  const of = (channel: string): Promise<Reading[]> => store.range(channel, 0, Number.POSITIVE_INFINITY, 1e6);
  /** The journal, the first line first. */
  const codes = async (): Promise<string[]> =>
    (await store.journal(1_000)).map(({ kind, reason }) => `${kind} ${reason.code}`).reverse();
  return { clock, model, store, live, of, codes, ordered };
}

test("a day of a house passes in its minutes: it measures, decides, switches, and ends in its safe state", async () => {
  const { model, store, live, of, codes } = bench();
  await live({ until: START + DAY });
  const minutes = Array.from({ length: DAY / MINUTE + 1 }, (_, minute) => START + minute * MINUTE);
  const sun = await of("solar.power");
  assert.deepEqual(
    sun.map(({ at }) => at),
    minutes,
  );
  const sunny = new Map(sun.map(({ at, value }) => [at, Number(value) > 2_000]));
  const switched = await of("relay.boiler");
  assert.ok(switched.length > 1, `${switched.length} times`);
  for (const { at, value } of switched.slice(0, -1))
    assert.equal(sunny.get(at), value === 1, new Date(at).toISOString());
  assert.equal((await store.gaps(0, START + DAY)).length, 0, "no channel is silent before its next value is due");
  const lines = await codes();
  assert.deepEqual([lines.at(0), lines.at(-1)], ["house house_started", "house house_stopped"]);
  assert.equal(model.isOn("boiler"), false);
  assert.ok(store.memory(), "another house can go on from here");
});

/** What it is given it keeps, but it never says so. */
class SilentStore extends MemoryStore {
  override async commit(batch: Batch): Promise<void> {
    await super.commit(batch);
    await new Promise<void>(() => undefined);
  }
}

test("a store that never answers is waited for by the clock of the house alone", async () => {
  const { clock, live, ordered } = bench(new SilentStore());
  await live({ until: START + DAY });
  assert.ok(clock.now().at >= START + DAY);
  assert.ok(ordered.includes(true), "the orders were carried out");
  assert.equal(ordered.at(-1), false);
});

test("virtual time stands still while a piece is looked at, and the pieces end where it is to end", async () => {
  const { clock, live } = bench();
  const reached: number[] = [];
  const onPiece = async (at: number): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(clock.now().at, at);
    reached.push(at - START);
  };
  await live({ until: START + 14 * HOUR, onPiece });
  assert.deepEqual(reached, [6 * HOUR, 12 * HOUR, 14 * HOUR]);
});

test("it stops before its time when somebody wants it to, at the end of a piece and in good order", async () => {
  const { clock, live, codes } = bench();
  const stop = new AbortController();
  await live({ until: START + 300 * DAY, stop: stop.signal, onPiece: () => stop.abort() });
  assert.equal(clock.now().at, START + 6 * HOUR);
  assert.equal((await codes()).at(-1), "house house_stopped");
});
