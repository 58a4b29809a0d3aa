import { type DeviceContext, type Reason, reason, type Telling, tellingOf } from "../../model/index.ts";

/** Work in short steps: each of them takes some microseconds, a millisecond at the very most. */
export type Steps<Result = void> = Generator<unknown, Result>;

/** Reading takes at most so much of each window; the rest of it belongs to others, ms. */
const BUDGET_MS = 3;
const WINDOW_MS = 20;
/** More than this does not wait. */
export const MOST_BYTES = 64 * 1024;
/** A reader for which something waits during half of so long is behind; it tells of it, and for so long after. */
const LOOK_EVERY_MS = 1_000;
const TOLD_FOR_MS = 10_000;

/** What becomes of more than can wait. */
export type Flow =
  /** Whoever sends is held back until there is room again: nothing is lost. */
  | { hold(): void; go(): void }
  /** Nobody can be held back: all that waits is dropped and counted, and what was half read must be forgotten. */
  | { lost(): void };

interface Piece {
  readonly bytes: number;
  /** Takes the next step. @returns whether it was the last one */
  step(): boolean;
  /** It will not be read to its end. */
  fail(error: Error): void;
}

/**
 * Reads what comes from outside without holding up the house: in short steps, in the order of arrival, and no longer than
 * 3 ms in 20. What is left waits for the next turn, within a bound; that is counted, and told when it goes on.
 */
export class Reader {
  readonly counters = {
    /** Turns that were over before all was read. */
    late_turns: 0,
    /** Bytes that found no room, or were left when the line closed; a piece that was half read counts whole. */
    dropped_bytes: 0,
    /** Pieces that could not be read to their end. */
    failed_pieces: 0,
  };
  readonly #clock: DeviceContext["clock"];
  readonly #flow: Flow | undefined;
  #pieces: Piece[] = [];
  #waiting_bytes = 0;
  #held = false;
  #reading = false;
  #over = false;
  /** Waits for the next window. */
  #cancel: (() => void) | undefined;
  #window_mono = Number.NEGATIVE_INFINITY;
  #spent_ms = 0;
  /** Since when something waits; `undefined`: nothing does. */
  #waits_mono: number | undefined;
  /** For how long something waited since it was looked whether the reader is behind. */
  #waited_ms = 0;
  #looked_mono = Number.NEGATIVE_INFINITY;
  #behind_mono: number | undefined;
  /** How long it was behind when it told of it last. */
  #behind_ms = 0;
  #trouble: { readonly why: Reason; readonly until_mono: number } | undefined;

  /** @param flow what becomes of more than can wait; absent: whoever reads sends one piece at a time */
  constructor({ clock }: Pick<DeviceContext, "clock">, flow?: Flow) {
    this.#clock = clock;
    this.#flow = flow;
  }

  /** Bytes that wait. */
  get waiting_bytes(): number {
    return this.#waiting_bytes;
  }

  /** Reads a piece: at once, as far as this turn goes; else after those that wait. */
  take(bytes: number, steps: Steps): void {
    this.#put({ bytes, step: () => steps.next().done === true, fail: () => undefined });
  }

  /** Reads a piece. @returns what its steps come to @throws what they throw, or Error when it was stopped before */
  whole<Result>(steps: Steps<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const step = (): boolean => {
      const { done, value } = steps.next();
      if (done) resolve(value);
      return done === true;
    };
    this.#put({ bytes: 0, step, fail: reject });
    return promise;
  }

  /** Forgets what waits: the line was closed. */
  clear(): void {
    this.#drop("the line was closed");
  }

  /** Nothing is read from now on. */
  stop(): void {
    this.#over = true;
    this.#drop("reading was stopped");
  }

  /** What a person should look at, or `null`. */
  problem(): Telling | null {
    return this.#isTold() ? (this.#trouble?.why ?? null) : null;
  }

  /** For how long more comes than it can read, ms; 0: it gets along. */
  behind_ms(): number {
    return this.#isTold() ? this.#behind_ms : 0;
  }

  #isTold(): boolean {
    return this.#trouble !== undefined && this.#clock.now().mono < this.#trouble.until_mono;
  }

  #put(piece: Piece): void {
    if (this.#over) {
      piece.fail(new Error("reading was stopped"));
      return;
    }
    const crowded = this.#waiting_bytes > 0 && this.#waiting_bytes + piece.bytes > MOST_BYTES;
    if (crowded && this.#flow && "lost" in this.#flow) {
      this.#drop("more came than could be read");
      this.#flow.lost();
    }
    this.#pieces.push(piece);
    this.#waiting_bytes += piece.bytes;
    if (!this.#reading && !this.#cancel) this.#turn();
    this.#hold();
  }

  #drop(why: string): void {
    const dropped = this.#pieces;
    this.#pieces = [];
    this.#cancel?.();
    this.#cancel = undefined;
    this.counters.dropped_bytes += this.#waiting_bytes;
    this.#waiting_bytes = 0;
    this.#waits_mono = undefined;
    for (const piece of dropped) piece.fail(new Error(why));
    this.#go();
  }

  /** Reads until nothing is left, or the budget of this window is spent. */
  #turn(): void {
    const began = this.#clock.now().mono;
    if (began - this.#window_mono >= WINDOW_MS) {
      this.#window_mono = began;
      this.#spent_ms = 0;
    }
    const until = began + BUDGET_MS - this.#spent_ms;
    let now = began;
    this.#reading = true;
    for (let [piece] = this.#pieces; piece && now < until; [piece] = this.#pieces) {
      this.#step(piece);
      now = this.#clock.now().mono;
    }
    this.#reading = false;
    this.#spent_ms += now - began;
    if (this.#pieces.length > 0) this.#late(now);
    this.#look(now);
    this.#go();
  }

  #step(piece: Piece): void {
    let done = true;
    try {
      done = piece.step();
    } catch (error) {
      this.counters.failed_pieces += 1;
      this.#tell(reason("line_unreadable", { problem: tellingOf(error) }), 0);
      piece.fail(error instanceof Error ? error : new Error(String(error)));
    }
    // the step itself may have had everything dropped
    if (!done || this.#pieces[0] !== piece) return;
    this.#pieces.shift();
    this.#waiting_bytes -= piece.bytes;
  }

  #late(now: number): void {
    this.counters.late_turns += 1;
    this.#cancel = this.#clock.after(Math.max(1, this.#window_mono + WINDOW_MS - now), () => {
      this.#cancel = undefined;
      this.#turn();
    });
  }

  /** Looks whether it is behind: who sends may wait meanwhile, so that nothing waits here for a moment now and then. */
  #look(now: number): void {
    if (this.#waits_mono !== undefined) this.#waited_ms += now - this.#waits_mono;
    this.#waits_mono = this.#pieces.length > 0 ? now : undefined;
    const since_ms = now - this.#looked_mono;
    if (since_ms < LOOK_EVERY_MS) return;
    const isBehind = this.#waited_ms >= since_ms / 2;
    this.#behind_mono = isBehind ? (this.#behind_mono ?? this.#looked_mono) : undefined;
    this.#looked_mono = now;
    this.#waited_ms = 0;
    if (this.#behind_mono === undefined) return;
    const behind_ms = now - this.#behind_mono;
    const [seconds, bytes] = [String(Math.round(behind_ms / 1_000)), String(this.#waiting_bytes)];
    this.#tell(reason("line_behind", { seconds, bytes }), behind_ms);
  }

  #tell(why: Reason, behind_ms: number): void {
    this.#behind_ms = behind_ms;
    this.#trouble = { why, until_mono: this.#clock.now().mono + TOLD_FOR_MS };
  }

  /** Whoever sends waits while the room is full … */
  #hold(): void {
    if (this.#held || this.#waiting_bytes < MOST_BYTES || !this.#flow || !("hold" in this.#flow)) return;
    this.#held = true;
    this.#flow.hold();
  }

  /** … and goes on when half of it is free. */
  #go(): void {
    if (!this.#held || this.#waiting_bytes > MOST_BYTES / 2 || !this.#flow || !("go" in this.#flow)) return;
    this.#held = false;
    this.#flow.go();
  }
}
