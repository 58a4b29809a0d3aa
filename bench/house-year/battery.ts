import { Chance } from "./dice.ts";
import { STEP_S } from "./time.ts";

const CAPACITY_WH = 10_000;
const NOMINAL_V = 51.2;
const MOST_W = 3_000;
const EMPTY = 15;
const FULL = 99.9;
/** From here on it takes less and less. */
const NEARLY_FULL = 96;
/** What is kept of what it takes. */
const KEPT = 0.97;
const RESISTANCE_OHM = 0.0125;
const ROOM_C = 16;
/** Its case follows the room's warmth within some hours. */
const WARMS_IN_S = 26_000;

/** Voltage at rest: at this charge (%) so many V, from there on so many more for each % up to the next point. */
const AT_REST = [
  { charge: 95, volts: 52.9, slope: 0.26 },
  { charge: 60, volts: 51.6, slope: 0.037 },
  { charge: 20, volts: 50.4, slope: 0.03 },
  { charge: 0, volts: 49.2, slope: 0.06 },
];

function voltsAtRest(charge: number): number {
  for (const point of AT_REST) {
    if (charge >= point.charge) return point.volts + point.slope * (charge - point.charge);
  }
  return 0;
}

/** A battery of 10 kWh with its monitor. */
export class Battery {
  readonly #chance: Chance;
  #charge = 60;
  #power_w = 0;
  #warmth = 18;

  constructor(seed: number) {
    this.#chance = new Chance(seed, "battery");
  }

  /** State of charge, %. */
  get charge(): number {
    return this.#charge;
  }

  get isFull(): boolean {
    return this.#charge >= FULL;
  }

  /** Takes what is too much, gives what is too little. @returns W that it takes, below 0: gives */
  balance(surplus_w: number): number {
    this.#power_w = this.#within(surplus_w);
    const kept_wh = ((this.#power_w > 0 ? KEPT : 1) * this.#power_w * STEP_S) / 3_600;
    this.#charge = Math.min(100, this.#charge + (100 * kept_wh) / CAPACITY_WH);
    return this.#power_w;
  }

  /** V as its monitor says it. */
  volts(): number {
    return voltsAtRest(this.#charge) + RESISTANCE_OHM * this.#current() + this.#chance.around(0.015);
  }

  /** A as its monitor says it. */
  amps(): number {
    return this.#current() + this.#chance.around(0.12);
  }

  /** °C of its case in a room that follows the air outside a little. Once a tick. */
  temperature(outdoor_c: number): number {
    const lost_w = RESISTANCE_OHM * this.#current() ** 2;
    const aim = ROOM_C + outdoor_c / 4 + lost_w / 4;
    this.#warmth += ((aim - this.#warmth) * STEP_S) / WARMS_IN_S;
    return this.#warmth + this.#chance.around(0.02);
  }

  #current(): number {
    return this.#power_w / NOMINAL_V;
  }

  /** What it can take or give of so much. */
  #within(surplus_w: number): number {
    if (surplus_w < 0) return this.#charge <= EMPTY ? 0 : Math.max(-MOST_W, surplus_w);
    return this.#appetite() * Math.min(MOST_W, surplus_w);
  }

  /** The share that it takes of what it could be given. */
  #appetite(): number {
    if (this.isFull) return 0.02;
    return Math.min(1, 1 - (0.9 * (this.#charge - NEARLY_FULL)) / (100 - NEARLY_FULL));
  }
}
