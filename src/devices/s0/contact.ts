/**
 * From the changes of a contact to pulses. DIN 43864 and EN 62053-31 have pulses and pauses of at least 30 ms each; what is
 * shorter is bounce or noise, and is counted as that.
 */

export interface ContactSettings {
  /** A pulse lasts at least so long, ms. */
  readonly least_pulse_ms: number;
  /** So does the pause after it, ms: what opens for less is still the same pulse. */
  readonly least_pause_ms: number;
}

/** A change of the contact. */
export interface Change {
  /** Monotonic, ms. */
  readonly mono: number;
  readonly closed: boolean;
  /** Counts all changes from 1; what is left out was lost. `undefined`: nobody knows how many were lost before this one. */
  readonly sequence: number | undefined;
}

/** What became of changes. */
export interface Pulses {
  /** When each pulse began, ms, monotonic, oldest first. */
  readonly begun: readonly number[];
  /** Pulses that can only have been there, because changes were lost: their number is known, or its upper bound. */
  readonly estimated: number;
}

/** How the contact stands: since when, and whether its pulse is counted. */
interface Closing {
  readonly since_mono: number;
  counted: boolean;
}

export class Contact {
  readonly counters = {
    /** Closings that were too short for a pulse. */
    short_pulses: 0,
    /** Openings within a pulse that were too short for a pause. */
    bounces: 0,
    /** Changes that the kernel could not keep. */
    lost_changes: 0,
  };
  readonly #settings: ContactSettings;
  /** The last closing; `undefined`: none yet. */
  #closing: Closing | undefined;
  #opened_mono = Number.NEGATIVE_INFINITY;
  #isClosed: boolean;
  #last_mono = Number.NEGATIVE_INFINITY;
  #sequence = 0;
  /** The last pulse, and the time between it and the one before. */
  #begun_mono: number | undefined;
  #between_ms: number | undefined;

  /** @param closed how it stands at first: a pulse that is under way then is none of ours */
  constructor(settings: ContactSettings, closed: boolean) {
    this.#settings = settings;
    this.#isClosed = closed;
    if (closed) this.#closing = { since_mono: Number.NEGATIVE_INFINITY, counted: true };
  }

  /**
   * Takes changes in their order, and looks at the contact as it stands then.
   * @param now monotonic, ms: all changes until then were handed over
   */
  take(changes: Iterable<Change>, now: number): Pulses {
    const begun: number[] = [];
    let estimated = 0;
    for (const change of changes) {
      estimated += this.#missed(change);
      if (change.closed === this.#isClosed) continue;
      this.#settle(change.mono, begun);
      if (change.closed) this.#close(change.mono);
      else this.#open(change.mono);
    }
    this.#settle(now, begun);
    return { begun, estimated };
  }

  /** Pulses among the changes that were lost before this one. */
  #missed(change: Change): number {
    const since = this.#last_mono;
    this.#last_mono = change.mono;
    const closings = this.#closingsBefore(change);
    if (closings === undefined) return 0;
    const { least_pulse_ms, least_pause_ms } = this.#settings;
    const room = Number.isFinite(since)
      ? Math.floor((change.mono - since) / (least_pulse_ms + least_pause_ms))
      : closings;
    // where it stands now says this very change; whatever was under way is among those that were missed
    this.#isClosed = !change.closed;
    this.#closing = change.closed ? undefined : { since_mono: change.mono, counted: true };
    this.#opened_mono = Number.NEGATIVE_INFINITY;
    this.#begun_mono = undefined;
    return Math.min(closings, room);
  }

  /** Closings that were lost; `undefined`: no change was lost. */
  #closingsBefore({ mono, closed, sequence }: Change): number | undefined {
    if (sequence === undefined) {
      this.counters.lost_changes += 1;
      return this.#likely(mono, closed);
    }
    const missed = sequence - this.#sequence - 1;
    this.#sequence = sequence;
    if (missed <= 0) return undefined;
    this.counters.lost_changes += missed;
    // changes alternate: so many of those that are missing were closings
    const underWay = this.#closing?.counted === false ? 1 : 0;
    return underWay + (this.#isClosed ? Math.floor(missed / 2) : Math.ceil(missed / 2));
  }

  /** As many as would have come at the pace of the last two. */
  #likely(mono: number, closed: boolean): number {
    if (this.#begun_mono === undefined || this.#between_ms === undefined) return 0;
    const paces = (mono - this.#begun_mono) / this.#between_ms;
    // where it is closed its pulse is counted by itself
    return Math.max(0, closed ? Math.round(paces) - 1 : Math.floor(paces));
  }

  #close(mono: number): void {
    this.#isClosed = true;
    const isBounce = this.#closing !== undefined && mono - this.#opened_mono < this.#settings.least_pause_ms;
    if (isBounce) this.counters.bounces += 1;
    else {
      this.#refuse();
      this.#closing = { since_mono: mono, counted: false };
    }
  }

  #open(mono: number): void {
    this.#isClosed = false;
    this.#opened_mono = mono;
  }

  /** A closing that ended without being a pulse. */
  #refuse(): void {
    if (this.#closing?.counted === false) this.counters.short_pulses += 1;
    this.#closing = undefined;
  }

  /** Counts the pulse under way once it has lasted long enough; gives up a closing that is over. */
  #settle(now: number, begun: number[]): void {
    const closing = this.#closing;
    if (!closing || closing.counted) return;
    const until = this.#isClosed ? now : this.#opened_mono;
    if (until - closing.since_mono >= this.#settings.least_pulse_ms) {
      closing.counted = true;
      this.#begin(closing.since_mono);
      begun.push(closing.since_mono);
    } else if (!this.#isClosed && now - this.#opened_mono >= this.#settings.least_pause_ms) this.#refuse();
  }

  #begin(mono: number): void {
    this.#between_ms = this.#begun_mono === undefined ? undefined : mono - this.#begun_mono;
    this.#begun_mono = mono;
  }
}
