import assert from "node:assert/strict";
import type { RelayState } from "../../../model/index.ts";
import { PanelBrain, standingOf } from "../../../panel/brain.ts";
import { PanelBench, RELAYS } from "./bench.ts";
import type { SteadyClock } from "./steady-clock.ts";
import type { Tm1638 } from "./tm1638.ts";

/** Longer than any message, any retry of the chip and any refresh. */
const MENDED_MS = 17_000;

/** What may happen to a panel, with the truth beside it. */
export class Story {
  readonly clock: SteadyClock;
  readonly bench: PanelBench;
  readonly chip: Tm1638;
  /** How often one key alone went down after none. */
  readonly #pressed = new Map<number, number>();
  #keys = 0;

  /** @param call_ms how long a call on the lines takes */
  constructor(clock: SteadyClock, call_ms: number) {
    this.clock = clock;
    this.bench = new PanelBench({ clock });
    this.bench.pins.onCall = () => {
      clock.mono += call_ms;
    };
    const [chip] = this.bench.chips;
    assert.ok(chip);
    this.chip = chip;
  }

  begin(): void {
    this.bench.panel.start(this.bench.house);
    this.bench.show();
    this.clock.pass(500);
  }

  /** Fingers hold these keys and no others. */
  hold(keys: number): void {
    const isOne = keys !== 0 && (keys & (keys - 1)) === 0;
    if (isOne && keys !== this.#keys) this.#pressed.set(Math.log2(keys), (this.#pressed.get(Math.log2(keys)) ?? 0) + 1);
    this.#keys = keys;
    this.chip.keys = keys;
  }

  plug(isThere: boolean): void {
    if (isThere && !this.chip.isThere) this.chip.powerUp(this.clock.mono);
    this.chip.isThere = isThere;
  }

  change(relay: number, change: Partial<RelayState>): void {
    this.bench.change(RELAYS[relay] ?? "", change);
  }

  /** Everything is well again, and nobody is at the keys. */
  mend(): void {
    this.bench.pins.failAfter = undefined;
    this.bench.board.isGone = false;
    this.chip.noise = 0;
    this.plug(true);
    this.hold(0);
    this.clock.pass(MENDED_MS);
  }

  /** The board shows what the house says, and no relay was asked for that nobody's finger was on. */
  assertTrue(): void {
    const brain = new PanelBrain(RELAYS, 2_000);
    const relays = [...this.bench.relays.values()];
    const standings = relays.map(
      ({ id, mode, on, fault, reason: { code } }) =>
        [id, standingOf({ mode, on, code, is_faulty: fault !== null })] as const,
    );
    brain.seen(new Map(standings), 0);
    // an LED that blinks, or a message, may be a look and a slow sending behind
    const faces = [0, 60, 120, 180, 240].map((ago) => brain.face(0, Math.floor(this.clock.mono) - ago, "en"));
    const shown = faces.map(({ digits, leds }) => digits.flatMap((digit, place) => [digit, leds[place] ? 1 : 0]));
    assert.ok(
      shown.some((memory) => String(memory) === String(this.chip.memory)),
      `it shows ${this.chip.memory}, the house says ${shown.map(String).join(" or ")}`,
    );
    assert.equal(this.chip.light, 7);
    assert.equal(this.bench.trouble, undefined);
    for (const [key, id] of RELAYS.entries()) {
      const asked = this.bench.commands.filter((command) => command.startsWith(`${id} `)).length;
      assert.ok(asked <= (this.#pressed.get(key) ?? 0), `${id} was asked for ${asked} times`);
    }
  }

  end(): void {
    void this.bench.panel.stop();
    this.clock.pass(1_000);
    assert.equal(this.chip.light, null, "it is dark at the end");
  }

  get wrong(): string[] {
    return this.bench.pins.complaints;
  }
}
