import { DAY } from "../../src/chart/wall-clock.ts";
import { relayChannel, relayOfChannel } from "../../src/words/channels.ts";
import { HistoryData } from "./history-data.svelte.ts";
import { longGaps, type Row, relayRow, stateRow } from "./lib/history/bands.ts";
import { rememberChannels, rememberedChannels } from "./lib/history/choice.ts";
import { isWhole, pieces, questionFor, statePieces } from "./lib/history/frames.ts";
import { allowed, defaultChannels, panesOf } from "./lib/history/panes.ts";
import { gapOf } from "./lib/history/plot.ts";
import {
  type Asked,
  askedView,
  asksNoSpan,
  bounded,
  follow,
  type Limits,
  type Preset,
  presetView,
  readAddress,
  usualPreset,
  type View,
  writeAddress,
} from "./lib/history/view.ts";
import { after, type LiveState } from "./live-state.svelte.ts";

const ZOOMS_KEPT = 50;
/** While the reader drags, so long between two questions, ms. */
const PAUSE_MS = 80;
const ADDRESS_PAUSE_MS = 300;
const FOLLOW_MS = 1_000;
const POINTS = { least: 300, most: 1_200 } as const;
/** Months of states are as many readings as all the rest together, and too fine to be seen. */
const STATES_UP_TO_MS = 35 * DAY;

/** A state that is told every minute or two is not silent between, ms. */
const SHORT_SILENCE_MS = 150_000;

/** How a change of the view is remembered: as a step to come back to, or as the present one. */
type Step = "new" | "same";

/** The History page: which span of which channels is on the screen, and how its address says so. */
export class HistoryView {
  readonly #live: LiveState;
  readonly data: HistoryData;
  #before: View[] = [];
  #cancelAsk: (() => void) | undefined;
  #cancelAddress: (() => void) | undefined;
  #written = "";

  view = $state.raw<View>({ from: 0, to: 1, live: false });
  chosen = $state.raw<readonly string[]>([]);
  /** Of a link that leads to a moment. */
  mark = $state.raw<number | undefined>();
  /** Of the plotting area, CSS pixels. */
  width = $state(900);
  canGoBack = $state(false);

  readonly channels = $derived.by(() => this.data.channels ?? []);
  readonly #points = $derived(Math.round(Math.min(POINTS.most, Math.max(POINTS.least, this.width))));
  readonly question = $derived(questionFor(this.view, this.#points));
  /** Milliseconds on one pixel. */
  readonly perPixel = $derived((this.view.to - this.view.from) / Math.max(1, this.width));
  readonly panes = $derived(panesOf(this.chosen, this.channels));
  readonly numbers = $derived(this.panes.flatMap(({ curves }) => curves.map(({ name }) => name)));
  readonly #hasStates = $derived(this.question.to - this.question.from <= STATES_UP_TO_MS);
  readonly #chosenStates = $derived(
    this.channels.filter(({ name, kind }) => kind === "state" && this.chosen.includes(name)).map(({ name }) => name),
  );
  readonly states = $derived(this.#hasStates ? this.#chosenStates : []);
  /** States were chosen, but the span is too long to show them. */
  readonly hidesStates = $derived(!this.#hasStates && this.#chosenStates.length > 0);
  readonly relays = $derived(this.chosen.flatMap((name) => relayOfChannel(name) ?? []));
  readonly isUsual = $derived(this.chosen.join() === defaultChannels(this.channels).join());
  /** Gaps as they are shown: a channel that was silent for no longer than it often is has none. */
  readonly gaps = $derived.by(() => {
    const least = new Map(this.states.map((name) => [name, SHORT_SILENCE_MS]));
    for (const name of this.numbers) least.set(name, Math.max(0, ...this.piecesOf(name).map(gapOf)));
    return longGaps(this.data.gaps, least);
  });
  /** Times in which nothing at all was recorded. */
  readonly houseGaps = $derived(this.gaps.filter(({ channel }) => channel === undefined));
  readonly rows = $derived.by<readonly Row[]>(() => {
    const { runs, frames } = this.data;
    const { step } = this.question;
    const relays = this.relays.map((relay) => relayRow(relayChannel(relay), relay, runs[relay]));
    const states = this.states.map((name) =>
      stateRow(name, statePieces(frames, name, this.view, step), this.gaps, this.perPixel * 3),
    );
    return [...relays, ...states];
  });

  constructor(live: LiveState) {
    this.#live = live;
    this.data = new HistoryData(live);
    this.view = askedView(readAddress(location.hash), this.limits);
  }

  /** Reads the list of channels, then what the address asks for. Returns what stops it all. */
  start(): () => void {
    void this.#begin();
    const following = setInterval(() => this.#follow(), FOLLOW_MS);
    const moved = (): void => {
      if (location.hash !== this.#written && location.hash.startsWith("#/history")) this.#obey();
    };
    addEventListener("hashchange", moved);
    return () => {
      clearInterval(following);
      removeEventListener("hashchange", moved);
      this.#cancelAsk?.();
      this.#cancelAddress?.();
      this.data.stop();
    };
  }

  get limits(): Limits {
    return { first: this.data.first, now: this.#live.recorded_now };
  }

  /** The pieces of a channel for the view, from what was read. */
  piecesOf(channel: string): ReturnType<typeof pieces> {
    return pieces(this.data.frames, channel, this.view, this.question.step);
  }

  /** Whether the answer to the present question is here. */
  get isDrawnWhole(): boolean {
    return isWhole(this.data.frames, this.numbers, this.question);
  }

  show(view: View, step: Step): void {
    if (step === "new") {
      this.#before = [...this.#before, this.view].slice(-ZOOMS_KEPT);
      this.canGoBack = true;
    }
    this.view = view;
    if (step === "new") this.#write(true);
    else this.#writeSoon();
    this.#askSoon(step === "new" ? 0 : PAUSE_MS);
  }

  preset(name: Preset): void {
    this.mark = undefined;
    this.show(presetView(name, this.limits), "new");
    if (name === "all") void this.#widen();
  }

  /** Follows now, or stops where it is. */
  toggleLive(): void {
    const span = this.view.to - this.view.from;
    if (this.view.live) this.show({ from: this.view.from, to: this.view.to, live: false }, "same");
    else this.show({ ...bounded(this.limits.now - span, this.limits.now, this.limits), live: true }, "new");
  }

  goBack(): void {
    const last = this.#before.at(-1);
    if (!last) return;
    this.#before = this.#before.slice(0, -1);
    this.canGoBack = this.#before.length > 0;
    this.show(follow(last, this.limits.now), "same");
  }

  /** Shows these channels from now on; `undefined`: the usual ones. */
  choose(names: readonly string[] | undefined): void {
    this.chosen = allowed(names ?? defaultChannels(this.channels), this.channels);
    rememberChannels(names);
    this.#write(false);
    this.#askSoon(0);
  }

  /** The plotting area has this width from now on, CSS pixels: other buckets may suit it. */
  resized(width: number): void {
    this.width = width;
    this.#askSoon(PAUSE_MS);
  }

  /** Reads anew what is on the screen. */
  retry(): void {
    if (this.data.channels) this.#askSoon(0);
    else void this.#begin();
  }

  async #begin(): Promise<void> {
    await this.data.readChannels();
    if (this.data.channels) this.#obey();
  }

  /** Does what the address asks for. */
  #obey(): void {
    const asked = readAddress(location.hash);
    const wanted = allowed(asked.show ?? rememberedChannels() ?? [], this.channels);
    this.chosen = wanted.length > 0 ? wanted : allowed(defaultChannels(this.channels), this.channels);
    this.mark = asked.at;
    this.#written = location.hash;
    this.view = askedView(asked, this.limits);
    this.#askSoon(0);
    if (asked.preset === "all") void this.#widen();
    if (asksNoSpan(asked)) void this.#narrow();
  }

  /**
   * Shows the hour of a house that has recorded no more, unless the reader has chosen meanwhile: it would be a dot in a
   * day. A simulated house whose past is still being lived through has its day soon.
   */
  async #narrow(): Promise<void> {
    const { view } = this;
    await this.data.findFirst(this.numbers);
    if (this.#live.state?.past_share !== undefined) return;
    const usual = usualPreset(this.limits);
    if (this.view.preset === view.preset && usual !== view.preset) this.show(presetView(usual, this.limits), "same");
  }

  /** Shows all once it is known how much that is. */
  async #widen(): Promise<void> {
    if (this.data.first !== undefined) return;
    await this.data.findFirst(this.numbers);
    if (this.data.first !== undefined && this.view.preset === "all") this.show(presetView("all", this.limits), "same");
  }

  #write(isNew: boolean): void {
    this.#cancelAddress?.();
    const { preset, from, to, live } = this.view;
    const asked: Asked = {
      ...(live && preset ? { preset } : { from, to }),
      ...(this.mark !== undefined && { at: this.mark }),
      ...(!this.isUsual && { show: this.chosen }),
    };
    const address = writeAddress(asked);
    if (address === location.hash) return;
    this.#written = address;
    if (isNew) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  #writeSoon(): void {
    this.#cancelAddress?.();
    this.#cancelAddress = after(ADDRESS_PAUSE_MS, () => this.#write(false));
  }

  #follow(): void {
    if (document.visibilityState === "hidden") return;
    const { data, limits } = this;
    // recorded time may also go back, when the clock is set to what it was
    if (data.channels && this.view.live && Math.abs(limits.now - this.view.to) > this.perPixel) {
      this.view = follow(this.view, limits.now);
    }
    if (!data.isIdle || this.#cancelAsk) return;
    if (data.problem) this.retry();
    else if (this.view.live) this.#ask();
  }

  #askSoon(pause_ms: number): void {
    // While a finger moves, what is on its way is worth waiting for.
    if (pause_ms > 0 && this.#cancelAsk) return;
    this.#cancelAsk?.();
    this.#cancelAsk = undefined;
    if (pause_ms === 0) this.#ask();
    else {
      this.#cancelAsk = after(pause_ms, () => {
        this.#cancelAsk = undefined;
        this.#ask();
      });
    }
  }

  #ask(): void {
    if (!this.data.channels) return;
    const { question, numbers, states, relays } = this;
    void this.data.ask({ question, points: this.#points, numbers, states, relays, live: this.view.live });
  }
}
