import { HOUR, MINUTE } from "../../model/index.ts";
import { clamp } from "./noise.ts";

export type Chemistry = "lifepo4" | "lead";
export type ChargerState = "off" | "bulk" | "absorption" | "float";

export interface Battery {
  readonly capacity_wh: number;
  readonly chemistry: Chemistry;
}

/** Typical figures of a 48 V bank; always the maker's in a real house. */
interface Traits {
  readonly absorption_v: number;
  readonly float_v: number;
  /** Rest voltage at 0, 10, 20, 25, 50, 75, 90 and 100 % of charge. */
  readonly rest_v: readonly number[];
  /** Largest charging power as a part of the capacity per hour. */
  readonly charge_rate: number;
  /** State of charge from which the battery takes less and less, and the width of that decline, %. */
  readonly taper_from: number;
  readonly taper_width: number;
  /** Part of the charged energy that stays. */
  readonly efficiency: number;
  readonly resistance_ohm: number;
  /** Shortest absorption; it ends at the latest after four times as long. */
  readonly absorption_ms: number;
}

const REST_AT = [0, 10, 20, 25, 50, 75, 90, 100] as const;
const TRAITS: Readonly<Record<Chemistry, Traits>> = {
  lifepo4: {
    absorption_v: 56.8,
    float_v: 54,
    rest_v: [44, 50.4, 51.6, 52, 52.6, 53.1, 53.4, 53.8],
    charge_rate: 0.5,
    taper_from: 96,
    taper_width: 1,
    efficiency: 0.98,
    resistance_ohm: 0.02,
    absorption_ms: 30 * MINUTE,
  },
  lead: {
    absorption_v: 58.4,
    float_v: 53.6,
    rest_v: [47.2, 47.4, 47.8, 48, 48.8, 49.6, 50.3, 50.8],
    charge_rate: 0.2,
    taper_from: 85,
    taper_width: 4,
    efficiency: 0.88,
    resistance_ohm: 0.03,
    absorption_ms: 2 * HOUR,
  },
};

/** Charging power below which a battery in absorption counts as full, as a part of the capacity per hour. */
const TAIL = 0.04;
/** A charger sleeps below the first and wakes above the second, W of what the panels could give. */
const ASLEEP_W = 5;
const AWAKE_W = 20;
/** In float, so much below the float voltage for so long starts a new charge. */
const REBULK_V = 0.8;
const REBULK_MS = MINUTE;
/** A charger whose absorption has sunk so far below the taper under load is back in bulk, %. */
const FALL_BACK = 3;

export function efficiency(battery: Battery): number {
  return TRAITS[battery.chemistry].efficiency;
}

/** Voltage at rest, V, for a state of charge in %. */
export function restVoltage(battery: Battery, soc: number): number {
  const { rest_v } = TRAITS[battery.chemistry];
  const upper = Math.max(
    1,
    REST_AT.findIndex((at) => soc <= at),
  );
  const [x0 = 0, x1 = 100] = [REST_AT[upper - 1], REST_AT[upper]];
  const [y0 = 0, y1 = 0] = [rest_v[upper - 1], rest_v[upper]];
  return y0 + ((y1 - y0) * clamp(soc - x0, 0, x1 - x0)) / (x1 - x0);
}

/** What the battery takes at the absorption voltage, W: all it may until the taper, then falling exponentially. */
function fullAcceptance(battery: Battery, soc: number): number {
  const { charge_rate, taper_from, taper_width } = TRAITS[battery.chemistry];
  return battery.capacity_wh * charge_rate * Math.exp(-Math.max(0, soc - taper_from) / taper_width);
}

/** What the battery takes in this stage of the charger, whole W. In float it is only what its lower voltage drives. */
export function acceptance(battery: Battery, soc: number, stage: ChargerState): number {
  if (stage === "off") return 0;
  const most = fullAcceptance(battery, soc);
  if (stage !== "float") return Math.floor(most);
  const { float_v, absorption_v } = TRAITS[battery.chemistry];
  const rest = restVoltage(battery, soc);
  return Math.floor(most * clamp((float_v - rest) / (absorption_v - rest), 0, 1));
}

/** Terminal voltage, V, at a charging (> 0) or discharging (< 0) power in W. */
export function terminalVoltage(battery: Battery, soc: number, power_w: number): number {
  const traits = TRAITS[battery.chemistry];
  const rest = restVoltage(battery, soc);
  if (power_w >= 0) {
    // Charging raises it in step with how much of its acceptance the battery gets: all of it is the absorption voltage.
    return rest + (traits.absorption_v - rest) * Math.min(1, power_w / fullAcceptance(battery, soc));
  }
  // P = U·I and U = rest + R·I (I < 0), solved for U.
  return (rest + Math.sqrt(Math.max(0, rest * rest + 4 * traits.resistance_ohm * power_w))) / 2;
}

/** What a charger remembers. */
export interface Charger {
  readonly stage: ChargerState;
  /** How long the absorption voltage has been held since the last bulk, ms. */
  readonly absorbed_ms: number;
  /** How long float has been too low, ms. */
  readonly low_ms: number;
}

/** What a charger sees over one step. */
export interface ChargerView {
  /** What the panels could give, W. */
  readonly could_w: number;
  /** The panels could give more than house and battery take. */
  readonly throttled: boolean;
  readonly soc: number;
  readonly voltage_v: number;
}

function fresh(stage: ChargerState): Charger {
  return { stage, absorbed_ms: 0, low_ms: 0 };
}

function absorb(battery: Battery, charger: Charger, view: ChargerView, dt_ms: number): Charger {
  const traits = TRAITS[battery.chemistry];
  if (view.soc < traits.taper_from - FALL_BACK) return fresh("bulk");
  const absorbed_ms = charger.absorbed_ms + (view.throttled ? dt_ms : 0);
  const full = fullAcceptance(battery, view.soc) <= TAIL * battery.capacity_wh;
  const over = absorbed_ms >= traits.absorption_ms * (full ? 1 : 4);
  return over ? fresh("float") : { ...charger, absorbed_ms };
}

function hold(battery: Battery, charger: Charger, view: ChargerView, dt_ms: number): Charger {
  const low = view.voltage_v < TRAITS[battery.chemistry].float_v - REBULK_V;
  const low_ms = low ? charger.low_ms + dt_ms : 0;
  return low_ms >= REBULK_MS ? fresh("bulk") : { ...charger, low_ms };
}

/** The charger after a step of `dt_ms`: off at night, then bulk, absorption, float, and back when the battery sank. */
export function nextCharger(battery: Battery, charger: Charger, view: ChargerView, dt_ms: number): Charger {
  if (view.could_w < ASLEEP_W) return charger.stage === "off" ? charger : fresh("off");
  switch (charger.stage) {
    case "off":
      return view.could_w >= AWAKE_W ? fresh("bulk") : charger;
    case "bulk": {
      const held = view.throttled && view.soc >= TRAITS[battery.chemistry].taper_from;
      return held ? fresh("absorption") : charger;
    }
    case "absorption":
      return absorb(battery, charger, view, dt_ms);
    case "float":
      return hold(battery, charger, view, dt_ms);
  }
}
