import { DAY, type Now, type Reason, reason } from "../model/index.ts";

/** After a leap of the clock nothing is deleted for so long: a wrong year must not cost the history. */
const DISTRUST_MS = DAY;
/** The clock may be so far ahead of what was recorded last, after a long stop, before it is distrusted. */
const LONG_STOP_MS = 30 * DAY;
const SHOWN_CHANNELS = 5;

export interface RetentionOptions {
  /** How long the channel's readings are kept, ms; `undefined`: for ever. */
  readonly keep: (channel: string) => number | undefined;
  /** Every channel of the history. */
  readonly channels: () => readonly string[];
  /** Forgets the readings of a channel before an instant (UTC ms). @returns how many there were */
  readonly prune: (channel: string, before: number) => Promise<number>;
  /** The newest instant that was recorded before this run, UTC ms; `null`: none. */
  readonly newest_at: number | null;
}

/** Deletes what is older than wanted: at the start and once a day, one channel after the other. */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #note: (why: Reason) => void;
  #due_mono: number | undefined;
  #offset: number | undefined;
  #busy = false;

  /** @param note writes to the journal */
  constructor(options: RetentionOptions, note: (why: Reason) => void) {
    this.#options = options;
    this.#note = note;
  }

  /** To be called often while the clock counts. */
  look(now: Now): void {
    const offset = now.at - now.mono;
    const first = this.#offset === undefined;
    const leap = Math.abs(offset - (this.#offset ?? offset)) > DAY;
    this.#offset = offset;
    const { newest_at } = this.#options;
    const late = first && newest_at !== null && now.at - newest_at > LONG_STOP_MS;
    this.#due_mono ??= now.mono;
    if (late || leap) this.#due_mono = now.mono + DISTRUST_MS;
    if (this.#busy || now.mono < this.#due_mono) return;
    this.#due_mono = now.mono + DAY;
    this.#busy = true;
    void this.#run(now.at).finally(() => {
      this.#busy = false;
    });
  }

  async #run(at: number): Promise<void> {
    let count = 0;
    const touched: string[] = [];
    let channel = "";
    try {
      for (channel of this.#options.channels()) {
        const keep_ms = this.#options.keep(channel);
        if (keep_ms === undefined) continue;
        const pruned = await this.#options.prune(channel, at - keep_ms);
        count += pruned;
        if (pruned > 0) touched.push(channel);
      }
    } catch (error) {
      // a disk in trouble shows as a fault; what is left is deleted tomorrow
      this.#note(reason("prune_failed", { channel, problem: error instanceof Error ? error.message : String(error) }));
    }
    if (count === 0) return;
    const names = touched.slice(0, SHOWN_CHANNELS).join(", ") + (touched.length > SHOWN_CHANNELS ? ", …" : "");
    this.#note(reason("readings_pruned", { count, channels: names }));
  }
}
