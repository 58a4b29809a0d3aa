import type { ChannelEntry, Gap, Problem, Run } from "../../src/web/api.ts";
import { type Frame, isWhole, keep, type Question, questionFor } from "./lib/history/frames.ts";
import { Latest } from "./lib/history/latest.ts";
import { ordered } from "./lib/history/panes.ts";
import { readChannels, readFirst, readGaps, readRuns, readSeries } from "./lib/history/server.ts";
import { EARLIEST, presetView } from "./lib/history/view.ts";
import type { Answer } from "./lib/server.ts";
import type { LiveState } from "./live-state.svelte.ts";

/** After a failure nothing is asked again by itself for so long, ms. */
const REST_MS = 3_000;
/** So long an answer about the past counts as new, ms; that of a live view as long as a bucket, but not shorter. */
const FRESH_MS = 60_000;
const LIVE_FRESH_MS = 2_000;
/** Runs and gaps change seldom, and a switching shows in the live state: they are read again only so often, ms. */
const CONTEXT_FRESH_MS = 15_000;
/** The most that the server tells of a relay: with so many, runs are told as one only where no eye could part them. */
const RUNS = 10_000;
/** What was read ahead is only looked at until the real answer comes. */
const AHEAD_FRESH_MS = 10 * 60_000;
const FIRST_AGAIN_MS = 60_000;

/** What the screen needs. */
export interface Wanted {
  readonly question: Question;
  /** About so many buckets fill the width. */
  readonly points: number;
  readonly numbers: readonly string[];
  readonly states: readonly string[];
  readonly relays: readonly string[];
  readonly live: boolean;
}

interface Context {
  /** Since when each relay is as it is: tells that one was switched. */
  readonly switched: string;
  readonly question: Question;
  readonly asked_mono: number;
  readonly runs: Readonly<Record<string, readonly Run[]>>;
  readonly gaps: readonly Gap[];
}

/** What the History page has read of the past, and how it reads more. One question of each kind is under way at most. */
export class HistoryData {
  readonly #live: LiveState;
  readonly #series = new Latest();
  readonly #states = new Latest();
  readonly #contexts = new Latest();
  readonly #ahead = new Latest();
  readonly #beginning = new Latest();
  #failed_mono = Number.NEGATIVE_INFINITY;
  #sought_mono = Number.NEGATIVE_INFINITY;
  #search: Promise<void> = Promise.resolve();
  #context = $state.raw<Context | undefined>();

  channels = $state.raw<readonly ChannelEntry[] | undefined>();
  frames = $state.raw<readonly Frame[]>([]);
  /** Why the last question had no answer. */
  problem = $state.raw<Problem | undefined>();
  /** Channels that could not be read, and why. */
  failed = $state.raw<Readonly<Record<string, string>>>({});
  busy = $state(false);
  /** About when the records begin, UTC ms; undefined until it is known. */
  first = $state.raw<number | undefined>();

  readonly gaps = $derived(this.#context?.gaps ?? []);
  readonly runs = $derived(this.#context?.runs ?? {});

  constructor(live: LiveState) {
    this.#live = live;
  }

  stop(): void {
    for (const lane of [this.#series, this.#states, this.#contexts, this.#ahead, this.#beginning]) lane.stop();
  }

  /** Whether a question may be asked that nobody is waiting for: none is under way, and none has just failed. */
  get isIdle(): boolean {
    return !this.busy && performance.now() - this.#failed_mono >= REST_MS;
  }

  async readChannels(): Promise<void> {
    this.busy = true;
    const answer = await readChannels(this.#live.language);
    this.busy = false;
    this.#note(answer);
    if (!answer.ok) return;
    this.channels = ordered(answer.value, Object.keys(this.#live.state?.relays ?? {}));
  }

  /** Reads what is missing for the screen: the curves first, then what surrounds them, then what may be wanted next. */
  async ask(wanted: Wanted): Promise<void> {
    const { question, numbers, states, live } = wanted;
    const fresh_ms = live ? Math.min(FRESH_MS, Math.max(LIVE_FRESH_MS, question.step)) : FRESH_MS;
    const since = performance.now() - fresh_ms;
    if (!isWhole(this.frames, numbers, question, since)) {
      this.busy = true;
      const answer = await this.#read(this.#series, numbers, question);
      if (!answer) return;
      this.#note(answer);
      this.failed = (answer.ok && answer.value.failed) || {};
      if (!answer.ok) {
        this.busy = false;
        return;
      }
    }
    this.busy = false;
    if (!isWhole(this.frames, states, question, since)) void this.#read(this.#states, states, question);
    void this.#readContext(wanted, since);
    void this.#readAhead(wanted);
  }

  /** Finds out when the records begin, unless it is known, is being asked, or was asked lately in vain. */
  findFirst(numbers: readonly string[]): Promise<void> {
    const mono = performance.now();
    const isLate = this.first === undefined && numbers.length > 0 && mono - this.#sought_mono >= FIRST_AGAIN_MS;
    if (isLate) {
      this.#sought_mono = mono;
      this.#search = this.#seek(numbers);
    }
    return this.#search;
  }

  async #seek(numbers: readonly string[]): Promise<void> {
    const { recorded_now: now, language } = this.#live;
    this.first = await this.#beginning.run((signal) => readFirst(numbers, EARLIEST, now, language, signal));
  }

  #note(answer: Answer<unknown>): void {
    this.problem = answer.ok ? undefined : answer.problem;
    if (!answer.ok) this.#failed_mono = performance.now();
  }

  /** Reads series into the frames. `undefined`: a newer question came. */
  async #read(lane: Latest, names: readonly string[], question: Question) {
    const { recorded_now: now, language } = this.#live;
    const asked_mono = performance.now();
    const answer = await lane.run((signal) => readSeries(names, question, language, signal));
    if (!answer?.ok) return answer;
    const { from, to, step } = question;
    this.frames = keep(this.frames, { from, to, step, asked_at: now, asked_mono, series: answer.value.series });
    return answer;
  }

  /** Relays' runs and gaps, for the view and as much again on either side. */
  async #readContext({ question, relays }: Wanted, since: number): Promise<void> {
    const { from, to, points, step } = question;
    const { language, state } = this.#live;
    const asked_mono = performance.now();
    const known = this.#context;
    const switched = relays.map((relay) => `${relay} ${state?.relays[relay]?.since}`).join();
    const covers = known && known.question.from <= from && known.question.to >= to && known.question.step === step;
    if (covers && known.switched === switched && known.asked_mono >= since - CONTEXT_FRESH_MS) return;
    const span = to - from;
    const wide = { from: Math.max(0, from - span), to: to + span, points: points * 3, step };
    const answer = await this.#contexts.run((signal) =>
      Promise.all([
        readGaps(wide, language, signal),
        ...relays.map((relay) => readRuns(relay, { ...wide, points: RUNS }, language, signal)),
      ] as const),
    );
    if (!answer) return;
    const [gaps, ...read] = answer;
    const runs = relays.flatMap((relay, index) => {
      const one = read[index];
      if (one?.ok) return [[relay, one.value.runs] as const];
      const old = known?.runs[relay];
      return covers && old ? [[relay, old] as const] : [];
    });
    this.#context = {
      switched,
      question: wide,
      asked_mono,
      runs: Object.fromEntries(runs),
      gaps: gaps.ok ? gaps.value.gaps : (known?.gaps ?? []),
    };
  }

  /** What the reader may want next: everything at a glance, and three times the present span. */
  async #readAhead({ question: { from, to }, numbers, points }: Wanted): Promise<void> {
    await this.findFirst(numbers);
    const { recorded_now: now } = this.#live;
    const span = to - from;
    const all = presetView("all", { first: this.first, now });
    const wide = { from: Math.max(EARLIEST, from - span), to: Math.min(now, to + span) };
    for (const view of [all, wide]) {
      const question = questionFor(view, points);
      // A view that has moved on a little is not worth another answer.
      const slack = (question.to - question.from) / 10;
      const most = { ...question, from: question.from + slack, to: question.to - slack };
      if (this.#series.busy || isWhole(this.frames, numbers, most, performance.now() - AHEAD_FRESH_MS)) continue;
      if (!(await this.#read(this.#ahead, numbers, question))?.ok) return;
    }
  }
}
