import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { HandsHere } from "../../hands/testing/here.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { MemoryRegisters } from "../../model/testing/memory-registers.ts";
import { Board } from "../../pins/testing/board.ts";
import { Box } from "../kit/testing/box.ts";
import { seeded } from "../vedirect/testing/frames.ts";
import { type Change, Contact } from "./contact.ts";
import { s0 } from "./index.ts";
import { PulsePower, powerOf } from "./power.ts";
import { type MeterPlan, measure } from "./testing/meter.ts";
import { Shelf } from "./testing/shelf.ts";

/** The arithmetic of pulses beside a meter that knows what it measured. */

const DIN = { least_pulse_ms: 25, least_pause_ms: 25 };
const HOUR = 3_600_000;
const MOST_WATTS = 20_000;
/** Pulse and pause take 30 ms each at least, whatever the load: so many pulses a kWh at most. */
const CONSTANTS = [500, 800, 1_000, 2_000];

const plan: fc.Arbitrary<MeterPlan> = fc
  .record({
    pulses_per_kwh: fc.constantFrom(...CONSTANTS),
    pulse_ms: fc.double({ min: 32, max: 50, noNaN: true }),
    loads: fc.array(
      fc.tuple(fc.double({ min: 1, max: MOST_WATTS, noNaN: true }), fc.integer({ min: 1_000, max: HOUR })),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
    bounces: fc.integer({ min: 0, max: 5 }),
    seed: fc.integer(),
  })
  .map(({ seed, ...rest }) => ({ ...rest, random: seeded(seed) }));

/** As a house looks: at instants of its own, with all changes until then. */
function* looks(changes: readonly Change[], over: number, random: () => number): Generator<[Change[], number]> {
  let [from, now] = [0, 0];
  while (now < over + 100) {
    now += 20 + random() * (over / 200);
    let to = from;
    while ((changes[to]?.mono ?? Number.POSITIVE_INFINITY) <= now) to += 1;
    yield [changes.slice(from, to), now];
    from = to;
  }
}

test("every pulse counts once, however the contact bounces and whenever the house looks", () => {
  fc.assert(
    fc.property(plan, (meter) => {
      const { changes, pulses, over } = measure(meter);
      const contact = new Contact(DIN, false);
      const counted: number[] = [];
      for (const [some, now] of looks(changes, over, meter.random)) counted.push(...contact.take(some, now).begun);
      assert.deepEqual(counted, pulses);
      assert.equal(contact.counters.lost_changes, 0);
    }),
    { numRuns: 200 },
  );
});

test("the power is the mean between two pulses, and never more than a pulse that does not come allows", () => {
  fc.assert(
    fc.property(plan, (meter) => {
      const { pulses, over } = measure(meter);
      const { pulses_per_kwh } = meter;
      const power = new PulsePower({ pulses_per_kwh, zero_after_ms: HOUR }, 0);
      for (const [index, mono] of pulses.entries()) {
        power.pulse(mono);
        const before = pulses[index - 1];
        const said = power.at(mono);
        if (before === undefined) assert.equal(said, null);
        else {
          const mean = powerOf(pulses_per_kwh, mono - before);
          assert.ok(said !== null && Math.abs(said - mean) <= 1e-9 * mean);
          const next = pulses[index + 1] ?? over;
          for (const share of [0.25, 0.5, 0.99]) {
            const at = mono + share * (next - mono);
            const between = power.at(at) ?? Number.NaN;
            assert.ok(between <= mean * (1 + 1e-9) && between <= powerOf(pulses_per_kwh, at - mono) * (1 + 1e-9));
          }
        }
      }
    }),
    { numRuns: 200 },
  );
});

test("a steady load is told as it is, within what the clock's grain allows", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 5, max: MOST_WATTS, noNaN: true }),
      fc.constantFrom(...CONSTANTS),
      (watts, constant) => {
        const random = () => 0.5;
        const long_ms = (5 * 3.6e9) / (constant * watts);
        const { pulses } = measure({
          pulses_per_kwh: constant,
          pulse_ms: 32,
          loads: [[watts, long_ms]],
          bounces: 0,
          random,
        });
        const power = new PulsePower({ pulses_per_kwh: constant, zero_after_ms: 10 * HOUR }, 0);
        for (const mono of pulses) power.pulse(Math.round(mono * 1_000) / 1_000);
        const said = power.at(pulses.at(-1) ?? 0) ?? 0;
        const between_ms = 3.6e9 / (constant * watts);
        assert.ok(Math.abs(said - watts) <= (watts * 0.002) / between_ms + 1e-6 * watts, `${said} for ${watts}`);
      },
    ),
  );
});

test("where the kernel lost changes of a contact that does not bounce, the pulses are counted all the same", () => {
  fc.assert(
    fc.property(plan, fc.nat(), fc.nat(), (meter, start, length) => {
      const { changes, pulses, over } = measure({ ...meter, bounces: 0 });
      if (changes.length < 4) return;
      const from = start % (changes.length - 2);
      const kept = changes.filter((_change, index) => index < from || index >= from + 1 + (length % 50));
      // what is lost at the very end nobody can know
      if (kept.at(-1) !== changes.at(-1)) return;
      const contact = new Contact(DIN, false);
      const { begun, estimated } = contact.take(kept, over + 1_000);
      assert.equal(begun.length + estimated, pulses.length);
      assert.equal(contact.counters.lost_changes, changes.length - kept.length);
    }),
    { numRuns: 500 },
  );
});

const RECORDED = join(import.meta.dirname, "../../../../shared/data/s0/demo_s0_pulses_2010-10.sql.gz");

test("ten days of a real meter with 2,000 pulses a kWh: 21,344 pulses, 10.672 kWh", async (t) => {
  if (!existsSync(RECORDED)) {
    t.diagnostic("the recording does not lie beside the checkout");
    return;
  }
  const rows = gunzipSync(readFileSync(RECORDED))
    .toString("latin1")
    .matchAll(/\( ?\d+, ?(\d{13}), ?1\)/g);
  const instants = [...rows].map(([, ms]) => Number(ms));
  const power = new PulsePower({ pulses_per_kwh: 2_000, zero_after_ms: 600_000 }, (instants[0] ?? 0) - 1_000);
  let [wh, least, most] = [0, Number.POSITIVE_INFINITY, 0];
  for (const mono of instants) {
    power.pulse(mono);
    wh += 1_000 / 2_000;
    const watts = power.at(mono);
    if (watts === null) continue;
    [least, most] = [Math.min(least, watts), Math.max(most, watts)];
  }
  const shelf = new Shelf();
  shelf.write("/house/pulses", `${instants.join("\n")}\n`);
  const clock = new HandClock(instants.at(-1));
  const registers = new MemoryRegisters();
  const context = { id: "meter", folder: "/house", clock, hands: shelf.hands(new HandsHere()) };
  const options = s0.options.parse({ file: "pulses", pulses_per_kwh: 2_000, register: "100 kWh" });
  const meter = s0.open(options, { ...context, pins: new Board([]), registers });
  await meter.start(new Box());
  await clock.pass(3_000);
  await meter.stop();
  assert.equal(registers.shown.get("meter.energy")?.wh, 110_672, "as a file of instants");
  assert.equal(meter.health().counters.pulses, 21_344);
  assert.equal(instants.length, 21_344);
  assert.equal(wh, 10_672);
  assert.ok(least > 7 && most < 6_700, `${least} W to ${most} W`);
});
