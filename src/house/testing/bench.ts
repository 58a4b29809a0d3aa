import assert from "node:assert/strict";
import { type HouseOptions, runHouse } from "../../house.ts";
import { type GuardLimits, type HouseState, parseFormula, type RelayRule, SCRIPT } from "../../model/index.ts";
import { HandClock } from "../../model/testing/hand-clock.ts";
import { FakeDevice, FakeOutput, FakeScripts, FakeStore } from "./fakes.ts";

const LIMITS: GuardLimits = {
  min_on_ms: 0,
  min_off_ms: 0,
  without_data: { do: "off" },
  forced_on_needs_data: true,
  feedback_within_ms: 10_000,
};

/** A relay's rules: what is left out does not limit. */
export const relay = (id: string, limits: Partial<GuardLimits> = {}, scripted = true): RelayRule => ({
  id,
  number: null,
  power_w: 1_000,
  needs: [],
  decided_by: scripted ? SCRIPT : null,
  limits: { ...LIMITS, ...limits },
});

interface Sketch {
  readonly relays?: readonly RelayRule[];
  readonly store?: FakeStore;
  readonly options?: Partial<HouseOptions>;
}

/** A boiler that its script switches on above 500 W of sun, and a fan without a script. */
export class Bench {
  readonly diary: string[];
  readonly clock = new HandClock();
  readonly store: FakeStore;
  readonly boiler: FakeOutput;
  readonly fan: FakeOutput;
  readonly roof = new FakeDevice();
  readonly states: HouseState[] = [];
  readonly fatal: string[] = [];
  readonly scripts = new FakeScripts({
    boiler: {
      reads: ["sun"],
      run: ({ snapshot }) => {
        const sun = snapshot.channels.get("sun")?.value;
        return typeof sun === "number" && sun > 500 ? "on" : "off";
      },
    },
  });
  readonly house;

  constructor({ relays = [relay("boiler"), relay("fan", {}, false)], store, options }: Sketch = {}) {
    this.store = store ?? new FakeStore();
    this.diary = this.store.diary;
    this.boiler = new FakeOutput(this.diary);
    this.fan = new FakeOutput(this.diary);
    this.house = runHouse({
      clock: this.clock,
      rules: { time_zone: "Europe/Paris", interlocks: [], stagger_ms: 0, relays },
      channels: {
        named: [{ name: "sun", from: "roof.power", stale_after_ms: 10_000 }],
        derived: [{ name: "half", formula: parseFormula("sun / 2") }],
        staleAfter: () => 10_000,
      },
      devices: new Map([["roof", this.roof]]),
      outputs: new Map([
        ["boiler", this.boiler],
        ["fan", this.fan],
      ]),
      scripts: this.scripts,
      store: this.store,
      commit_every_ms: 1_000,
      sun: () => ({ sunrise: null, sunset: null }),
      publish: (state) => this.states.push(state),
      onFatal: (error) => this.fatal.push(error.message),
      ...options,
    });
  }

  /** The house is up and every relay was switched off once. */
  async up(): Promise<this> {
    this.roof.put("power", 0);
    await this.clock.pass(2_000);
    assert.deepEqual(this.boiler.taken, [false]);
    this.diary.length = 0;
    return this;
  }

  relay(id: string) {
    const found = this.house.state().relays.find((one) => one.id === id);
    assert(found);
    return found;
  }
}
