import { civil, DAY, type DiskFigures, HOUR, type Now, type StorageState } from "../../model/index.ts";

/** Less than this says nothing of a whole day. */
const LEAST_MS = 10 * 60_000;

/** What was written today, as it is saved. */
export interface SavedUse {
  /** Civil day of the site. */
  readonly day: string;
  readonly bytes: number;
}

function looksSaved(saved: unknown): saved is SavedUse {
  if (typeof saved !== "object" || saved === null) return false;
  const { day, bytes } = saved as Partial<SavedUse>;
  return typeof day === "string" && typeof bytes === "number" && bytes >= 0;
}

/** Counts what the history costs the disk: since midnight, and what a whole day comes to. */
export class DiskUse {
  readonly #figures: () => DiskFigures;
  readonly #time_zone: string;
  /** `undefined` until it is known what day it is. */
  #day: string | undefined;
  readonly #saved: SavedUse | undefined;
  #today = 0;
  #seen = 0;
  #known = false;
  /** Bytes of each hour of this run, the newest last; a day of them. */
  readonly #hours: number[] = [0];
  #hour_mono: number;
  readonly #began_mono: number;

  /** @param saved what `plain()` gave in an earlier run */
  constructor(figures: () => DiskFigures, time_zone: string, saved: unknown, { mono }: Now) {
    this.#figures = figures;
    this.#time_zone = time_zone;
    this.#saved = looksSaved(saved) ? saved : undefined;
    this.#hour_mono = mono;
    this.#began_mono = mono;
  }

  /**
   * Takes in what was written since the last call.
   * @param last_commit_at UTC ms, by the wall clock
   * @param clock_known whether the wall clock says what day it is
   */
  look(now: Now, last_commit_at: number | null, clock_known: boolean): StorageState {
    const { written_bytes, database_bytes } = this.#figures();
    this.#known = written_bytes !== null;
    const more = Math.max(0, (written_bytes ?? 0) - this.#seen);
    this.#seen += more;
    if (clock_known) this.#dayIs(civil(now.at, this.#time_zone).date);
    this.#today += more;
    while (now.mono - this.#hour_mono >= HOUR) {
      this.#hour_mono += HOUR;
      this.#hours.push(0);
      if (this.#hours.length > 24) this.#hours.shift();
    }
    this.#hours[this.#hours.length - 1] = (this.#hours.at(-1) ?? 0) + more;
    return {
      written_today_bytes: this.#known ? this.#today : null,
      written_per_day_bytes: this.#known ? this.#perDay(now) : null,
      database_bytes,
      last_commit_at,
    };
  }

  #dayIs(day: string): void {
    if (day === this.#day) return;
    // what was written before it was known what day it is, was written today
    if (this.#day !== undefined) this.#today = 0;
    else if (this.#saved?.day === day) this.#today += this.#saved.bytes;
    this.#day = day;
  }

  #perDay({ mono }: Now): number | null {
    const hours_ms = (this.#hours.length - 1) * HOUR + (mono - this.#hour_mono);
    if (mono - this.#began_mono < LEAST_MS) return null;
    return Math.round((this.#hours.reduce((sum, bytes) => sum + bytes, 0) / hours_ms) * DAY);
  }

  plain(): SavedUse | undefined {
    return this.#day === undefined ? this.#saved : { day: this.#day, bytes: this.#today };
  }
}
