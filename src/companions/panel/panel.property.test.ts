import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Mode, PinTrouble, text } from "../../model/index.ts";
import { SteadyClock } from "./testing/steady-clock.ts";
import { Story } from "./testing/story.ts";

/** `PANEL_STORIES=100000 node --test FILE` tells more of them, in half an hour of a machine that does nothing else. */
const STORIES = Number(process.env.PANEL_STORIES ?? 300);

type Event =
  /** The house shows another state of a relay. */
  | { readonly is: "mode"; readonly relay: number; readonly mode: Mode }
  | { readonly is: "on"; readonly relay: number; readonly on: boolean }
  | { readonly is: "fault"; readonly relay: number; readonly faulty: boolean }
  /** Keys are down. */
  | { readonly is: "keys"; readonly keys: number }
  | { readonly is: "noise"; readonly bits: number }
  | { readonly is: "power" }
  | { readonly is: "there"; readonly there: boolean }
  | { readonly is: "chip"; readonly gone: boolean }
  /** A call some calls later fails. */
  | { readonly is: "fails"; readonly calls: number };

/** Noise has a bit that no board answers: what says steadily and exactly that a key is down is a key. */
const NOISE = fc.oneof(
  fc.constant(0),
  fc.integer().map((bits) => bits | 2),
);
const RELAY = fc.nat(7);
const ANY: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant("mode" as const),
      relay: RELAY,
      mode: fc.constantFrom("off", "auto", "on"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ is: fc.constant("on" as const), relay: RELAY, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("fault" as const), relay: RELAY, faulty: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ is: fc.constant("keys" as const), keys: RELAY.map((key) => 1 << key) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant("keys" as const), keys: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("keys" as const), keys: fc.nat(255) }) },
  {
    weight: 1,
    arbitrary: fc.record({ is: fc.constant("noise" as const), bits: NOISE }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("power" as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("there" as const), there: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("chip" as const), gone: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant("fails" as const), calls: fc.nat(400) }) },
);
const STEP = fc.record({ event: ANY, then_ms: fc.constantFrom(0, 10, 35, 70, 130, 400, 2_200) });

function happen(story: Story, event: Event): void {
  const { chip, bench } = story;
  if (event.is === "keys") story.hold(event.keys);
  else if (event.is === "noise") chip.noise = event.bits;
  else if (event.is === "power") chip.powerUp(story.clock.mono);
  else if (event.is === "there") story.plug(event.there);
  else if (event.is === "chip") bench.board.isGone = event.gone;
  else if (event.is === "fails") bench.pins.failAfter = { calls: event.calls, error: new PinTrouble("EIO", "ioctl") };
  else if (event.is === "mode") story.change(event.relay, { mode: event.mode });
  else if (event.is === "on") story.change(event.relay, { on: event.on });
  else story.change(event.relay, { fault: event.faulty ? text("stuck") : null });
}

test(`${STORIES} stories of orders, faults and keys: nothing wrong goes over the wires, nothing is pressed that nobody pressed, and in the end the board shows the truth`, () => {
  fc.assert(
    fc.property(
      fc.array(STEP, { minLength: 1, maxLength: 30 }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      (steps, call_ms) => {
        const story = new Story(new SteadyClock(), call_ms);
        story.begin();
        for (const { event, then_ms } of steps) {
          happen(story, event);
          story.clock.pass(then_ms);
        }
        story.mend();
        story.assertTrue();
        story.end();
        assert.deepEqual(story.wrong, []);
        assert.ok(story.clock.longest_ms < 8, `the loop stood for ${story.clock.longest_ms} ms`);
      },
    ),
    { numRuns: STORIES },
  );
});
