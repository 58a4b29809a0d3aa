import { sunPosition } from "../../forecast/sun.ts";
import { HOUR, MINUTE, type RawReading, SECOND, zoneOffset } from "../../model/index.ts";
import {
  acceptance,
  type Battery,
  type ChargerState,
  type ChargerView,
  efficiency,
  nextCharger,
  terminalVoltage,
} from "./battery.ts";
import { householdPower, waterDrawn } from "./household.ts";
import { LOADS, type Load, nextFreezer, nextTank } from "./loads.ts";
import type { ModelState } from "./model-state.ts";
import { clamp } from "./noise.ts";
import { type PvString, potential, STRINGS, skylight, stringVoltage } from "./solar.ts";
import { weather } from "./weather.ts";

export interface ModelHouseOptions {
  /** Degrees north and east. */
  readonly latitude: number;
  readonly longitude: number;
  readonly time_zone: string;
  /** The same seed gives the same weather and the same habits. */
  readonly seed: number;
  /** What hangs on relays, by name. */
  readonly loads?: Readonly<Record<string, Load>>;
  readonly battery?: Battery;
  readonly strings?: readonly PvString[];
  /** Length of an internal step, 1 s to 5 min; default 10 s. Steps end on whole multiples of it. */
  readonly step_ms?: number;
  /** Where a house without state begins, UTC ms; default 2026-01-01. */
  readonly start?: number;
}

/** Powers at one instant, whole W, so that `solar = load + battery` holds to the last watt. */
interface Flow {
  readonly strings: readonly { readonly power_w: number; readonly voltage_v: number }[];
  readonly could_w: number;
  readonly solar_w: number;
  readonly loads: Readonly<Record<string, number>>;
  readonly load_w: number;
  readonly battery_w: number;
  readonly voltage_v: number;
  readonly outdoor_c: number;
  /** The battery was too empty for the load: the inverter cut it off. */
  readonly shed: boolean;
  readonly throttled: boolean;
}

/** The inverter leaves this much in the battery, and comes back when it has recovered. */
export const FLOOR = 0.15;
const RECOVERED = 0.2;
const DEFAULT_STEP_MS = 10 * SECOND;
const LONGEST_STEP_MS = 5 * MINUTE;
const BATTERY: Battery = { capacity_wh: 15_000, chemistry: "lifepo4" };

function round(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor + 0;
}

/**
 * An off-grid house: sun and clouds on two rows of panels, a 48 V battery with its charger, people, and loads on relays.
 * Pure: it has no clock and no timer, it goes where `advance` sends it and always the same way for the same seed.
 *
 * Off-grid truth: a full battery takes nothing, so in absorption and float the chargers give only what is used.
 * A load that is switched on then raises the solar power.
 */
export class ModelHouse {
  readonly #options: ModelHouseOptions;
  readonly #loads: Readonly<Record<string, Load>>;
  readonly #strings: readonly PvString[];
  readonly #battery: Battery;
  readonly #step_ms: number;
  #state: ModelState;
  #flow: Flow;

  /**
   * @param state what `state()` gave earlier: the house goes on from there
   * @throws RangeError when the time zone is unknown
   */
  constructor(options: ModelHouseOptions, state?: ModelState) {
    this.#options = options;
    this.#loads = options.loads ?? LOADS;
    this.#strings = options.strings ?? STRINGS;
    this.#battery = options.battery ?? BATTERY;
    this.#step_ms = clamp(options.step_ms ?? DEFAULT_STEP_MS, SECOND, LONGEST_STEP_MS);
    this.#state = state ? structuredClone(state) : firstState(options.start ?? Date.UTC(2026, 0, 1));
    this.#flow = this.#look(this.#state.at, 0);
  }

  /** The instant it has reached, UTC ms. */
  get at(): number {
    return this.#state.at;
  }

  /** What the panels could give now, W; no meter of a real house knows it. */
  get available_w(): number {
    return this.#flow.could_w;
  }

  /**
   * Goes on to `to` (UTC ms) in whole steps; what is left of a step waits for the next call, so that it does not matter
   * in how many calls one gets there. Never goes back.
   * @param step_ms another length of step for this stretch: a minute is good for history
   */
  advance(to: number, step_ms: number = this.#step_ms): void {
    const step = clamp(step_ms, SECOND, LONGEST_STEP_MS);
    for (;;) {
      const next = (Math.floor(this.#state.at / step) + 1) * step;
      if (!(next <= to)) return;
      this.#step(next);
    }
  }

  /** Switches a relay load; the powers follow at once. @throws Error naming the loads when there is none of that name */
  set(load: string, on: boolean): void {
    if (!Object.hasOwn(this.#loads, load)) {
      throw new Error(`the model house has no load "${load}"; it has: ${Object.keys(this.#loads).join(", ")}`);
    }
    this.#state.on[load] = on;
    this.#flow = this.#look(this.#state.at, 0);
  }

  /** The inverter feeds the house; `false` while the battery is too empty. */
  get isFed(): boolean {
    return this.#state.inverter;
  }

  /** Whether the relay of a load is closed. */
  isOn(load: string): boolean {
    return this.#state.on[load] === true;
  }

  /** What the meters of the house show now, rounded as they would: W 1, V 0.01, A, %, °C 0.1. */
  readings(): RawReading[] {
    const { solar_w, load_w, battery_w, voltage_v, outdoor_c, strings, loads } = this.#flow;
    const watts = (quantity: string, value: number): RawReading => ({ quantity, value, unit: "W" });
    const list: RawReading[] = [
      watts("solar_power", solar_w),
      { quantity: "charger_state", value: this.#state.charger.stage satisfies ChargerState, unit: null },
      { quantity: "battery_voltage", value: round(voltage_v, 2), unit: "V" },
      { quantity: "battery_current", value: round(battery_w / voltage_v, 1), unit: "A" },
      watts("battery_power", battery_w),
      { quantity: "battery_soc", value: round(100 * this.#state.charge, 1), unit: "%" },
      watts("load_power", load_w),
      { quantity: "tank_temperature", value: round(this.#state.tank.temperature_c, 1), unit: "°C" },
      { quantity: "freezer_temperature", value: round(this.#state.freezer.temperature_c, 1), unit: "°C" },
      { quantity: "outdoor_temperature", value: round(outdoor_c, 1), unit: "°C" },
      { quantity: "inverter", value: this.#state.inverter ? "on" : "off", unit: null },
    ];
    for (const [n, { name }] of this.#strings.entries()) {
      list.push(watts(`${name}_power`, strings[n]?.power_w ?? 0));
      list.push({ quantity: `${name}_voltage`, value: round(strings[n]?.voltage_v ?? 0, 2), unit: "V" });
    }
    for (const [name, power_w] of Object.entries(loads)) list.push(watts(`${name}_power`, power_w));
    return list;
  }

  /** Plain data to resume from. */
  state(): ModelState {
    return structuredClone(this.#state);
  }

  #step(next: number): void {
    const state = this.#state;
    const dt_ms = next - state.at;
    const hours = dt_ms / HOUR;
    const flow = this.#look(next, dt_ms);
    const stored = flow.battery_w > 0 ? flow.battery_w * efficiency(this.#battery) : flow.battery_w;
    const view: ChargerView = {
      could_w: flow.could_w,
      throttled: flow.throttled,
      soc: 100 * state.charge,
      voltage_v: flow.voltage_v,
    };
    state.charge = clamp(state.charge + (stored * hours) / this.#battery.capacity_wh, 0, 1);
    state.charger = nextCharger(this.#battery, state.charger, view, dt_ms);
    state.inverter = state.inverter ? !flow.shed : state.charge >= RECOVERED;
    const local = next + zoneOffset(next, this.#options.time_zone);
    const drawn = waterDrawn(this.#options.seed, local);
    state.tank = nextTank(state.tank, this.#heatOf("tank", flow), drawn, dt_ms);
    state.freezer = nextFreezer(state.freezer, this.#heatOf("freezer", flow), dt_ms);
    state.at = next;
    this.#flow = flow;
  }

  /** Powers at an instant, without changing anything. `dt_ms` bounds what the battery can give and take until then. */
  #look(at: number, dt_ms: number): Flow {
    const { latitude, longitude, time_zone, seed } = this.#options;
    const sun = sunPosition(at, latitude, longitude);
    const { transmission, outdoor_c } = weather(seed, at, latitude, longitude);
    const light = skylight(at, sun, transmission);
    const could = this.#strings.map((string) => potential(string, light, sun, outdoor_c));
    const awake = this.#state.charger.stage !== "off";
    const could_w = could.reduce((sum, { power_w }) => sum + power_w, 0);
    const usable_w = awake ? could_w : 0;

    const local = at + zoneOffset(at, time_zone);
    const wanted = this.#wantedByLoads();
    let demand_w = Math.round(householdPower(seed, local, sun.elevation, outdoor_c));
    for (const power_w of Object.values(wanted)) demand_w += power_w;

    const inverter = this.#state.inverter;
    const shed = inverter && demand_w - usable_w > this.#givable(dt_ms);
    const fed = inverter && !shed;
    const load_w = fed ? demand_w : 0;
    const taken_w = Math.min(usable_w, load_w + this.#takable(dt_ms));
    const battery_w = taken_w - load_w;
    const soc = 100 * this.#state.charge;
    const share = could_w > 0 ? taken_w / could_w : 0;
    let passed = 0;
    const strings = could.map(({ power_w: most_w, cell_c }, n) => {
      // Rounding the running sum keeps each string whole, below its potential, and the sum exact.
      const power_w = Math.round((passed + most_w) * share) - Math.round(passed * share);
      passed += most_w;
      const string = this.#strings[n];
      return { power_w, voltage_v: string ? stringVoltage(string, power_w, most_w, cell_c) : 0 };
    });
    return {
      strings,
      could_w,
      solar_w: taken_w,
      loads: fed ? wanted : Object.fromEntries(Object.keys(wanted).map((name) => [name, 0])),
      load_w,
      battery_w,
      voltage_v: terminalVoltage(this.#battery, soc, battery_w),
      outdoor_c,
      shed,
      throttled: taken_w < usable_w,
    };
  }

  /** What each relay load would draw: nothing while its relay or its thermostat is open. */
  #wantedByLoads(): Record<string, number> {
    const { on, tank, freezer } = this.#state;
    const wanted: Record<string, number> = {};
    for (const [name, { power_w, kind }] of Object.entries(this.#loads)) {
      const calls = kind === "tank" ? tank.calls : kind === "freezer" ? freezer.calls : true;
      wanted[name] = on[name] === true && calls ? Math.round(power_w) : 0;
    }
    return wanted;
  }

  #heatOf(kind: Load["kind"], flow: Flow): number {
    let sum = 0;
    for (const [name, load] of Object.entries(this.#loads)) if (load.kind === kind) sum += flow.loads[name] ?? 0;
    return sum;
  }

  /** What the battery can give for so long without sinking below the floor, W. */
  #givable(dt_ms: number): number {
    const left_wh = Math.max(0, this.#state.charge - FLOOR) * this.#battery.capacity_wh;
    if (dt_ms > 0) return left_wh / (dt_ms / HOUR);
    return left_wh > 0 ? Number.POSITIVE_INFINITY : 0;
  }

  /** What the battery can take for so long, whole W. */
  #takable(dt_ms: number): number {
    const { charge, charger } = this.#state;
    const accepted_w = acceptance(this.#battery, 100 * charge, charger.stage);
    if (dt_ms === 0) return accepted_w;
    const room_wh = ((1 - charge) * this.#battery.capacity_wh) / efficiency(this.#battery);
    return Math.min(accepted_w, Math.floor(room_wh / (dt_ms / HOUR)));
  }
}

function firstState(at: number): ModelState {
  return {
    version: 1,
    at,
    charge: 0.6,
    charger: { stage: "off", absorbed_ms: 0, low_ms: 0 },
    inverter: true,
    tank: { temperature_c: 42, calls: true },
    freezer: { temperature_c: -18, calls: false },
    on: {},
  };
}
