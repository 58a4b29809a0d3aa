import { DAY, type Now, type Reason, reason, tellingOf } from "../../model/index.ts";

/** After a leap of the clock nothing is deleted for so long: a wrong year must not cost the history. */
const DISTRUST_MS = DAY;
/** The clock may be so far ahead of what was recorded last, after a long stop, before it is distrusted. */
const LONG_STOP_MS = 30 * DAY;
const SHOWN_CHANNELS = 5;

export interface RetentionOptions {
  /** How long the channel's readings are kept, ms; `undefined`: for ever. */
  readonly keep: (channel: string) => number | undefined;
  /** Every channel of the history. */
  readonly channels: () => Promise<readonly string[]>;
  /** Forgets the readings of a channel before an instant (UTC ms). @returns how many there were */
  readonly prune: (channel: string, before: number) => Promise<number>;
}

/** What is kept of it from run to run. */
interface SavedRetention {
  /** How long the clock is distrusted still, ms of running. */
  readonly distrust_ms: number;
}

function distrustOf(saved: unknown): number {
  const distrust_ms = Number(Object(saved).distrust_ms);
  return distrust_ms > 0 ? Math.min(distrust_ms, DISTRUST_MS) : 0;
}

/** Deletes what is older than wanted: at the start and once a day, one channel after the other. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #note: (why: Reason) => void;
  #due_mono: number | undefined;
  #offset: number | undefined;
  #busy = false;
  /** A leap that a restart hides is none the less one: what was left of the distrust at the last look, ms. */
  #distrust_ms: number;

  /**
   * @param note writes to the journal
   * @param saved what `plain()` gave in an earlier run
   */
  constructor(options: RetentionOptions, note: (why: Reason) => void, saved?: unknown) {
    this.#options = options;
    this.#note = note;
    this.#distrust_ms = distrustOf(saved);
  }

  /**
   * To be called often while the clock counts.
   * @param newest_at the newest instant that was recorded before this run, UTC ms; `undefined`: none
   * @returns whether the clock is distrusted from now on: worth saving
   */
  look(now: Now, newest_at: number | undefined): boolean {
    const offset = now.at - now.mono;
    const late = this.#offset === undefined && newest_at !== undefined && now.at - newest_at > LONG_STOP_MS;
    const leap = Math.abs(offset - (this.#offset ?? offset)) > DAY;
    this.#offset = offset;
    if (late || leap) this.#distrust_ms = DISTRUST_MS;
    if (late || leap || this.#due_mono === undefined) this.#due_mono = now.mono + this.#distrust_ms;
    else this.#distrust_ms = Math.min(this.#distrust_ms, Math.max(0, this.#due_mono - now.mono));
    if (!this.#busy && now.mono >= this.#due_mono) this.#begin(now);
    return late || leap;
  }

  #begin(now: Now): void {
    this.#due_mono = now.mono + DAY;
    this.#busy = true;
    void this.#run(now.at).finally(() => {
      this.#busy = false;
    });
  }

  /** What a later run must know; `undefined`: nothing. */
  plain(): SavedRetention | undefined {
    return this.#distrust_ms > 0 ? { distrust_ms: this.#distrust_ms } : undefined;
  }

  async #run(at: number): Promise<void> {
    let count = 0;
    const touched: string[] = [];
    let failed: Reason | undefined;
    const attempt = async (channel: string): Promise<void> => {
      const keep_ms = this.#options.keep(channel);
      if (keep_ms === undefined) return;
      const pruned = await this.#options.prune(channel, at - keep_ms);
      count += pruned;
      if (pruned > 0) touched.push(channel);
    };
    for (const channel of await this.#channels()) {
      try {
        await attempt(channel);
      } catch (error) {
        // what is damaged in one channel must not fill the disk with all others; what is left is deleted tomorrow
        failed ??= failure(channel, error);
      }
    }
    if (failed) this.#note(failed);
    if (count === 0) return;
    const names = touched.slice(0, SHOWN_CHANNELS).join(", ") + (touched.length > SHOWN_CHANNELS ? ", …" : "");
    this.#note(reason("readings_pruned", { count, channels: names }));
  }

  async #channels(): Promise<readonly string[]> {
    try {
      return await this.#options.channels();
    } catch (error) {
      this.#note(failure("", error));
      return [];
    }
  }
}

function failure(channel: string, error: unknown): Reason {
  return reason("prune_failed", { channel, problem: tellingOf(error) });
}
