import { Chance } from "./dice.ts";
import type { Moment } from "./time.ts";

/** How a day looks: how often, and how long a cloud and the gap behind it last, in ticks. */
interface Weather {
  readonly share: number;
  readonly cloud: number;
  readonly gap: number;
}

const CLEAR: Weather = { share: 0.35, cloud: 50, gap: 1_700 };
const MIXED: Weather = { share: 0.4, cloud: 90, gap: 110 };
const DULL: Weather = { share: 0.25, cloud: 700, gap: 52 };

/** The sun on the roof and the air outside. */
export class Sky {
  readonly #days: Chance;
  readonly #clouds: Chance;
  readonly #shimmer: Chance;
  readonly #air: Chance;
  #weather = CLEAR;
  /** Mean temperature of the day, °C. */
  #mean = 0;
  #isCloudy = false;
  #changes = 0;
  /** The share of the sun that a cloud lets through. */
  #depth = 1;
  #light = 1;
  #drift = 0;

  constructor(seed: number) {
    this.#days = new Chance(seed, "days");
    this.#clouds = new Chance(seed, "clouds");
    this.#shimmer = new Chance(seed, "shimmer");
    this.#air = new Chance(seed, "air");
  }

  /** What the roof could give now, W. Once a tick. */
  sun(moment: Moment): number {
    if (moment.isMidnight) this.#turnDay(moment.season);
    this.#move();
    const { hour, season } = moment;
    const length = 12 + 3.84 * season;
    const part = (hour - 12) / length + 0.5;
    if (part <= 0 || part >= 1) return 0;
    const clear = (3_000 + 1_200 * season) * Math.sin(Math.PI * part);
    return clear * this.#light * (1 + this.#shimmer.around(0.006));
  }

  /** Outside, °C. Once a tick. */
  air({ hour }: Moment): number {
    this.#drift += this.#air.around(0.016) - 0.0005 * this.#drift;
    return this.#mean + 5 * Math.sin((2 * Math.PI * (hour - 9)) / 24) + this.#drift + this.#air.around(0.03);
  }

  #turnDay(season: number): void {
    const looks = this.#days.between(0, 1);
    this.#weather = looks < CLEAR.share ? CLEAR : looks < CLEAR.share + MIXED.share ? MIXED : DULL;
    this.#mean = 10 + 9 * season + this.#days.around(3);
    this.#changes = 0;
  }

  /** Clouds come and go; their edges take some ticks. */
  #move(): void {
    this.#changes -= 1;
    if (this.#changes < 0) {
      this.#isCloudy = !this.#isCloudy;
      this.#depth = this.#isCloudy ? this.#clouds.between(0.15, 0.55) : 1;
      this.#changes = this.#clouds.wait(this.#isCloudy ? this.#weather.cloud : this.#weather.gap);
    }
    this.#light += (this.#depth - this.#light) / 4;
  }
}
