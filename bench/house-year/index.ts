import { Battery } from "./battery.ts";
import { Chance, dice } from "./dice.ts";
import { Loads } from "./loads.ts";
import { PulseMeter } from "./pulse-meter.ts";
import { Sky } from "./sky.ts";
import { Calendar, type Moment, STEP_MS } from "./time.ts";

export { dice } from "./dice.ts";
export { START_MS, STEP_MS, YEAR_TICKS } from "./time.ts";

/** The channels of the house-year; a reading is a whole number of steps: value × scale. */
export const CHANNELS = [
  { name: "pv_power", unit: "W", scale: 1 },
  { name: "battery_voltage", unit: "V", scale: 100 },
  { name: "battery_current", unit: "A", scale: 10 },
  { name: "battery_soc", unit: "%", scale: 10 },
  { name: "load_power", unit: "W", scale: 1 },
  { name: "grid_power", unit: "W", scale: 1 },
  { name: "temp_outdoor", unit: "C", scale: 10 },
  { name: "temp_battery", unit: "C", scale: 10 },
  { name: "s0_power", unit: "W", scale: 100 },
  { name: "relay_heater", unit: "", scale: 1 },
  { name: "relay_pump", unit: "", scale: 1 },
  { name: "mppt_state", unit: "", scale: 1 },
] as const;
const SCALES = Float64Array.from(CHANNELS, ({ scale }) => scale);

const OFF = 0;
const BULK = 3;
const ABSORPTION = 4;
const FLOAT = 5;
/** Below this much sun the charger sleeps, W. */
const DUSK_W = 8;
/** What the inverter makes of what the roof gives. */
const INVERTED = 0.97;

/**
 * A year of a house with sun, battery and grid, made up tick by tick: the same for the same seed. Its numbers are as
 * noisy as those of real meters, which is what decides how small a store can make them.
 */
export class House {
  readonly #sky: Sky;
  readonly #loads: Loads;
  readonly #battery: Battery;
  readonly #meter: PulseMeter;
  readonly #relays: Chance;
  readonly #inverter: Chance;
  readonly #calendar = new Calendar();
  readonly #values = new Float64Array(CHANNELS.length);
  #isHeating = false;
  #charger = OFF;

  constructor(seed: number) {
    this.#sky = new Sky(seed);
    this.#loads = new Loads(seed);
    this.#battery = new Battery(seed);
    this.#meter = new PulseMeter(seed);
    this.#relays = new Chance(seed, "relays");
    this.#inverter = new Chance(seed, "inverter");
  }

  /** Puts the next tick's readings into `row`, one a channel, as whole numbers of its steps. */
  next(row: Int32Array): void {
    const moment = this.#calendar.next();
    const sun_w = this.#sky.sun(moment);
    const isPumping = pumps(moment);
    this.#heat(sun_w);
    const load_w = this.#loads.next(moment) + this.#switched(isPumping);
    const made_w = INVERTED * sun_w;
    const battery_w = this.#battery.balance(made_w - load_w);
    // the inverter holds the grid to some 12 W
    const grid_w = load_w + battery_w - made_w + this.#inverter.around(12);
    const outdoor_c = this.#sky.air(moment);
    this.#charger = this.#stateOfCharger(sun_w);
    const values = this.#values;
    values[0] = sun_w;
    values[1] = this.#battery.volts();
    values[2] = this.#battery.amps();
    values[3] = this.#battery.charge;
    values[4] = load_w;
    values[5] = grid_w;
    values[6] = outdoor_c;
    values[7] = this.#battery.temperature(outdoor_c);
    values[8] = this.#meter.next(moment.tick, load_w);
    values[9] = Number(this.#isHeating);
    values[10] = Number(isPumping);
    values[11] = this.#charger;
    for (let c = 0; c < values.length; c++) row[c] = Math.round((values[c] ?? 0) * (SCALES[c] ?? 1));
  }

  /** Surplus goes into hot water. */
  #heat(sun_w: number): void {
    const { charge } = this.#battery;
    if (this.#isHeating) this.#isHeating = charge >= 88 && sun_w >= 300;
    else this.#isHeating = charge > 95 && sun_w > 1_500;
  }

  #switched(isPumping: boolean): number {
    const heater = this.#isHeating ? 1_200 + this.#relays.around(6) : 0;
    return heater + (isPumping ? 370 + this.#relays.around(4) : 0);
  }

  #stateOfCharger(sun_w: number): number {
    const { charge, isFull } = this.#battery;
    if (sun_w < DUSK_W) return OFF;
    if (isFull) return FLOAT;
    if (charge <= 96) return BULK;
    return this.#charger === FLOAT && charge >= 98 ? FLOAT : ABSORPTION;
  }
}

/** The pump runs for half an hour in the morning and in the evening. */
function pumps({ hour }: Moment): boolean {
  return (hour >= 7.2 && hour < 7.68) || (hour >= 19.2 && hour < 19.68);
}

/** Instants of ticks one after the other: on the grid, or up to 49 ms late. */
export function instants(start_ms: number, late: boolean): (count: number) => Float64Array {
  const random = dice(20_261_120);
  let tick = 0;
  return (count) =>
    Float64Array.from({ length: count }, () => {
      const at = start_ms + tick * STEP_MS + (late ? Math.floor(random() * 50) : 0);
      tick++;
      return at;
    });
}
