import {
  type Clock,
  cutWords,
  type DeviceContext,
  type DeviceHealth,
  type Inbox,
  inEnglish,
  reason,
  type Telling,
  tellingOf,
} from "../../model/index.ts";
import type { Reader } from "./reader.ts";

const LONGEST_PROBLEM = 700;

/** When a source that speaks by itself counts as lost. */
export interface Silence {
  /** Without anything good for so long, ms. */
  readonly after_ms: number;
  /**
   * Why, and what to do; asked again each time that somebody looks.
   * @param silent_ms since the last good thing, or since the start when there was none
   * @param heard whether there was one
   */
  problem(silent_ms: number, heard: boolean): Telling;
}

export interface ConditionSettings {
  /** Without it only `lost` says that the device is lost. */
  readonly silence?: Silence;
  /** What a person should look at although the device is not lost; asked each time that somebody looks. */
  readonly remark?: () => Telling | null;
  /** Who reads what it says: how it gets along with that is counted and told here. */
  readonly reader?: Reader;
}

/**
 * How a device stands: the one place where it is lost and back, each told to the journal once, and where its successes,
 * failures and durations are counted.
 */
export class Condition {
  readonly #device: string;
  readonly #clock: Pick<Clock, "now" | "after">;
  readonly #settings: ConditionSettings;
  #inbox: Inbox | undefined;
  #over = false;
  #state: DeviceHealth["state"] = "starting";
  #problem: () => Telling | null = () => null;
  /** The last good thing, or the start, on the monotonic clock. */
  #since_mono: number;
  #heard = false;
  #cancel: (() => void) | undefined;
  #successes = 0;
  #failures = 0;
  #durations: { readonly last_ms: number; readonly longest_ms: number } | undefined;

  /** @param context the device's name for the notes, and its clock */
  constructor(context: Pick<DeviceContext, "id" | "clock">, settings: ConditionSettings = {}) {
    this.#device = context.id;
    this.#clock = context.clock;
    this.#settings = settings;
    this.#since_mono = context.clock.now().mono;
  }

  /** From now on notes go to this inbox, and silence counts. */
  start(inbox: Inbox): void {
    this.#inbox = inbox;
    this.#since_mono = this.#clock.now().mono;
    this.#watch();
  }

  /** From now on nothing is told, and nothing counts: what comes belatedly is no news. */
  stop(): void {
    this.#over = true;
    this.#inbox = undefined;
    this.#cancel?.();
  }

  /** Something good came. `remark`: what a person should look at all the same. */
  ok(remark: Telling | null = null): void {
    if (this.#over) return;
    const back = this.#state === "lost";
    this.#state = "ok";
    this.#problem = () => remark;
    this.#since_mono = this.#clock.now().mono;
    this.#heard = true;
    this.#successes += 1;
    if (!back) return;
    this.#inbox?.note(reason("device_back", { device: this.#device }));
    this.#watch();
  }

  /** It does not work; `problem` says why and what to do. */
  lost(problem: Telling): void {
    this.#lose(() => problem);
  }

  /** Nothing can come: it is lost already, for the reason that its silence has. */
  cutOff(): void {
    const { silence } = this.#settings;
    if (silence) this.#lose(() => silence.problem(this.#clock.now().mono - this.#since_mono, this.#heard));
  }

  /**
   * Does it, counted and timed: it is well when that succeeds, and lost for the reason that is thrown.
   * @param remark what a person should look at although it succeeded
   * @throws what `doing` throws
   */
  async attempt<T>(doing: () => Promise<T>, remark: (result: T) => Telling | null = () => null): Promise<T> {
    const began = this.#clock.now().mono;
    try {
      const result = await doing();
      this.#took(began);
      this.ok(remark(result));
      return result;
    } catch (error) {
      this.#took(began);
      this.lost(tellingOf(error));
      throw error;
    }
  }

  /** How long ago the last good thing came, ms; `Infinity` when there was none. */
  silent_ms(): number {
    return this.#heard ? this.#clock.now().mono - this.#since_mono : Number.POSITIVE_INFINITY;
  }

  /** @param counters the device's own, beside those that every device has */
  health(counters: Readonly<Record<string, number>> = {}, facts: Readonly<Record<string, string>> = {}): DeviceHealth {
    const problem = this.#remark() ?? this.#problem();
    const behind_ms = this.#settings.reader?.behind_ms() ?? 0;
    return {
      state: this.#state,
      problem: problem === null ? null : cutWords(inEnglish(problem), LONGEST_PROBLEM),
      ...(problem !== null && typeof problem === "object" && { why: problem }),
      ...(behind_ms > 0 && { behind_ms }),
      counters: {
        ...{ successes: this.#successes, failures: this.#failures, ...this.#durations },
        ...this.#settings.reader?.counters,
        ...counters,
      },
      facts: { ...facts },
    };
  }

  #remark(): Telling | null {
    const { remark, reader } = this.#settings;
    return this.#state === "lost" ? null : (remark?.() ?? reader?.problem() ?? null);
  }

  #lose(problem: () => Telling): void {
    if (this.#over) return;
    const fell = this.#state !== "lost";
    this.#state = "lost";
    this.#problem = problem;
    this.#failures += 1;
    if (fell) this.#inbox?.note(reason("device_lost", { device: this.#device, problem: within(problem()) }));
  }

  #took(began_mono: number): void {
    if (this.#over) return;
    const last_ms = this.#clock.now().mono - began_mono;
    this.#durations = { last_ms, longest_ms: Math.max(last_ms, this.#durations?.longest_ms ?? 0) };
  }

  /** Looks again when the silence could be too long; not while it is lost, as only `ok` ends that. */
  #watch(): void {
    const { silence } = this.#settings;
    if (!silence || !this.#inbox) return;
    const silent_ms = () => this.#clock.now().mono - this.#since_mono;
    this.#cancel?.();
    this.#cancel = this.#clock.after(silence.after_ms - silent_ms(), () => {
      if (silent_ms() < silence.after_ms) this.#watch();
      else this.#lose(() => silence.problem(silent_ms(), this.#heard));
    });
  }
}

/** Somebody's own words may be of any length. */
function within(problem: Telling): Telling {
  return typeof problem === "string" ? cutWords(problem, LONGEST_PROBLEM) : problem;
}
