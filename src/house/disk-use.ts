import { civil, DAY, type DiskFigures, HOUR, type Now, type StorageState } from "../model/index.ts";

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
  #day: string;
  #today = 0;
  #seen = 0;
  #known = false;
  /** Bytes of each hour of this run, the newest last; a day of them. */
  readonly #hours: number[] = [0];
  #hour_mono: number;
  readonly #began_mono: number;

  /** @param saved what `plain()` gave in an earlier run */
  constructor(figures: () => DiskFigures, time_zone: string, saved: unknown, now: Now) {
    this.#figures = figures;
    this.#time_zone = time_zone;
    this.#day = civil(now.at, time_zone).date;
    this.#hour_mono = now.mono;
    this.#began_mono = now.mono;
    if (looksSaved(saved) && saved.day === this.#day) this.#today = saved.bytes;
  }

  /** Takes in what was written since the last call. @param last_commit_at UTC ms, by the wall clock */
  look(now: Now, last_commit_at: number | null): StorageState {
    const { written_bytes, database_bytes } = this.#figures();
    this.#known = written_bytes !== null;
    const more = Math.max(0, (written_bytes ?? 0) - this.#seen);
    this.#seen += more;
    const day = civil(now.at, this.#time_zone).date;
    if (day !== this.#day) {
      this.#day = day;
      this.#today = 0;
    }
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

  #perDay({ mono }: Now): number | null {
    const hours_ms = (this.#hours.length - 1) * HOUR + (mono - this.#hour_mono);
    if (mono - this.#began_mono < LEAST_MS) return null;
    return Math.round((this.#hours.reduce((sum, bytes) => sum + bytes, 0) / hours_ms) * DAY);
  }

  plain(): SavedUse {
    return { day: this.#day, bytes: this.#today };
  }
}
