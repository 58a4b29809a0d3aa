import { Chance } from "./dice.ts";
import { DAY_TICKS, type Moment } from "./time.ts";

const HOUR_TICKS = DAY_TICKS / 24;

/** A device that runs for so many ticks, then rests. */
class Run {
  #left = 0;

  start(ticks: number): void {
    this.#left = Math.floor(ticks);
  }

  /** Ticks still to run; 0: at rest. Once a tick. */
  next(): number {
    const left = this.#left;
    if (left > 0) this.#left -= 1;
    return left;
  }

  get isAtRest(): boolean {
    return this.#left === 0;
  }
}

/** What the people of the house use, beside what is switched for them. */
export class Loads {
  readonly #chance: Chance;
  readonly #kettle = new Run();
  readonly #washer = new Run();
  readonly #oven = new Run();
  #standing_w = 180;
  #standingChanges = 0;
  #isCooling = false;
  #fridgeChanges = 0;
  #washAt = -1;
  #cookAt = -1;

  constructor(seed: number) {
    this.#chance = new Chance(seed, "loads");
  }

  /** All together, W. Once a tick. */
  next(moment: Moment): number {
    if (moment.isMidnight) this.#plan(moment.tick);
    const always_w = this.#standing() + this.#fridge() + this.#lights(moment);
    return always_w + this.#boil(moment) + this.#wash(moment) + this.#cook(moment);
  }

  /** So many W when it runs, with its noise. */
  #draw(power_w: number, noise_w: number): number {
    return power_w + this.#chance.around(noise_w);
  }

  #plan(tick: number): void {
    this.#washAt = this.#chance.happens(0.5) ? tick + Math.floor(this.#chance.between(8.4, 15.6) * HOUR_TICKS) : -1;
    this.#cookAt = tick + Math.floor(this.#chance.between(17.8, 19.2) * HOUR_TICKS);
  }

  #standing(): number {
    this.#standingChanges -= 1;
    if (this.#standingChanges < 0) {
      this.#standing_w = this.#chance.between(150, 210);
      this.#standingChanges = this.#chance.wait(100);
    }
    return this.#draw(this.#standing_w, 0.03 * this.#standing_w);
  }

  #fridge(): number {
    this.#fridgeChanges -= 1;
    if (this.#fridgeChanges < 0) {
      this.#isCooling = !this.#isCooling;
      this.#fridgeChanges = Math.floor(
        this.#isCooling ? this.#chance.between(70, 110) : this.#chance.between(150, 240),
      );
    }
    return this.#isCooling ? this.#draw(85, 2) : 0;
  }

  #boil({ hour }: Moment): number {
    const isAwake = hour > 6.5 && hour < 22.8;
    if (this.#kettle.isAtRest && this.#chance.happens(isAwake ? 0.0008 : 0.00002)) this.#kettle.start(18);
    return this.#kettle.next() > 0 ? this.#draw(2_000, 15) : 0;
  }

  /** It heats for 20 minutes, then turns for 70. */
  #wash({ tick }: Moment): number {
    if (tick === this.#washAt) this.#washer.start(1.5 * HOUR_TICKS);
    const left = this.#washer.next();
    if (left === 0) return 0;
    return left > 420 ? this.#draw(1_900, 10) : this.#draw(120, 60);
  }

  /** For 40 minutes its thermostat switches every other minute or so. */
  #cook({ tick }: Moment): number {
    if (tick === this.#cookAt) this.#oven.start(240);
    const left = this.#oven.next();
    return left > 0 && left % 24 < 14 ? this.#draw(1_500, 10) : 0;
  }

  #lights({ hour }: Moment): number {
    return (hour > 6.5 && hour < 7.9) || (hour > 17.3 && hour < 22.8) ? this.#draw(140, 1.5) : 0;
  }
}
