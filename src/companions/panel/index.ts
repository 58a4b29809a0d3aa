import {
  type Clock,
  type Companion,
  type Companionship,
  type HouseState,
  type Language,
  type Lines,
  type ModeCommand,
  type Pins,
  type Reason,
  reason,
  type Telling,
} from "../../model/index.ts";
import { PanelBrain } from "../../panel/brain.ts";
import type { LineName } from "../../pins/choose.ts";
import { Hold } from "../../pins/hold.ts";
import { standingOfRelay } from "../standing.ts";
import { PanelBoard } from "./board.ts";
import { type Steps, wires } from "./wire.ts";

export interface PanelOptions {
  readonly pins: Pins;
  readonly clock: Clock;
  /** Label, name or path of the chip. */
  readonly chip: string | undefined;
  /** One for all boards. */
  readonly clock_line: LineName;
  readonly data_line: LineName;
  /** One for each board. */
  readonly strobes: readonly LineName[];
  /** Which relay each key has, eight for each board. */
  readonly places: readonly (string | undefined)[];
  readonly delay_ms: number;
  /** 0 to 7. */
  light(at: number): number;
  readonly language: Language;
}

/** The bits of a transaction are sent so long at a time; then everybody else has a turn. */
const SLICE_MS = 2;
const REST_MS = 1;
/** What is shown is looked at so often. */
const LOOK_MS = 100;
/** At the end nothing is waited for longer. */
const DARK_WITHIN_MS = 500;

/** Boards of eight digits, LEDs and keys on lines (TM1638): shows the relays, and steps their modes. */
export class Panel implements Companion {
  readonly name = "panel";
  readonly #options: PanelOptions;
  readonly #brain: PanelBrain;
  readonly #boards: readonly PanelBoard[];
  readonly #hold: Hold;
  #house: Companionship | undefined;
  /** What is under way on the wires. */
  #job: Steps | undefined;
  #cancel: (() => void) | undefined;
  #lost: Telling | undefined;
  /** What was last told to the journal. */
  #noted: Reason | undefined;
  #ended: (() => void) | undefined;
  #isDark = false;

  constructor(options: PanelOptions) {
    this.#options = options;
    const { pins, clock, chip, clock_line, data_line, strobes } = options;
    this.#brain = new PanelBrain(options.places, options.delay_ms);
    this.#boards = strobes.map((_line, board) => new PanelBoard(board, strobes.length));
    this.#hold = new Hold({
      ...{ pins, clock, chip, lines: [clock_line, data_line, ...strobes] },
      take: ({ chip, offsets }) => pins.request(chip, offsets, "gleaner panel", wires(strobes.length)),
      taken: () => this.#begin(),
      lost: (why) => this.#end(why),
    });
  }

  start(house: Companionship): void {
    this.#house = house;
    this.#hold.start();
  }

  shown({ relays }: Pick<HouseState, "relays">): void {
    const standings = relays.map((relay) => [relay.id, standingOfRelay(relay)] as const);
    this.#brain.seen(new Map(standings), this.#options.clock.now().mono);
  }

  /** Somebody has chosen a mode: a step that waits would undo it. */
  acted({ relay }: Pick<ModeCommand, "relay">): void {
    this.#brain.drop(relay);
  }

  trouble(): Reason | undefined {
    if (this.#lost !== undefined) return reason("panel_lost", { problem: this.#lost });
    const { mono } = this.#options.clock.now();
    return this.#boards.map((board) => board.trouble(mono)).find((why) => why !== undefined);
  }

  /** Goes dark: what it shows would be true no longer. */
  async stop(): Promise<void> {
    this.#house = undefined;
    if (this.#hold.chosen) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#ended = resolve;
      const cancel = this.#options.clock.after(DARK_WITHIN_MS, resolve);
      await promise;
      cancel();
    }
    this.#cancel?.();
    this.#hold.stop();
  }

  #begin(): void {
    this.#lost = undefined;
    for (const board of this.#boards) board.forget();
    this.#job = undefined;
    this.#work();
  }

  #end(why: Telling): void {
    this.#lost = why;
    this.#job = undefined;
    this.#cancel?.();
    this.#ended?.();
    this.#tell();
  }

  /** Goes on with what is under way, or looks for something to do. */
  #work(): void {
    this.#cancel?.();
    this.#act();
    this.#tell();
    try {
      this.#hold.use((lines) => this.#slice(lines));
    } catch {
      // the hold has told it, and begins anew when the chip is back
      return;
    }
    const wait_ms = this.#job ? REST_MS : LOOK_MS;
    const { clock } = this.#options;
    const next_ms = Math.min(...this.#boards.map(({ scan_ms }) => scan_ms)) - clock.now().mono;
    this.#cancel = clock.after(this.#job ? wait_ms : Math.max(REST_MS, Math.min(wait_ms, next_ms)), () => this.#work());
  }

  #slice(lines: Lines): void {
    const { clock } = this.#options;
    const until = clock.now().mono + SLICE_MS;
    do {
      this.#job ??= this.#next(lines);
      if (!this.#job) return;
      if (this.#job.next().done) this.#job = undefined;
    } while (clock.now().mono < until);
  }

  /** What is to be done next: keys that are due, then what has changed. */
  #next(lines: Lines): Steps | undefined {
    if (!this.#house) return this.#isDark ? undefined : this.#darken(lines);
    const { clock, language, light } = this.#options;
    const { mono, at } = clock.now();
    const due = this.#boards.findIndex(({ scan_ms }) => scan_ms <= mono);
    const board = this.#boards[due];
    if (board) {
      const now = () => clock.now().mono;
      return board.scan(lines, now, (key) => this.#brain.press(8 * due + key, now()));
    }
    for (const [index, board] of this.#boards.entries()) {
      const change = board.change(this.#brain.face(index, mono, language), light(at), mono);
      if (change) return change(lines);
    }
    return undefined;
  }

  *#darken(lines: Lines): Steps {
    for (const board of this.#boards) yield* board.dark(lines);
    this.#isDark = true;
    this.#ended?.();
  }

  #act(): void {
    const { mono } = this.#options.clock.now();
    for (const { relay, mode } of this.#brain.take(mono)) {
      if (!this.#house?.command({ relay, mode, origin: "panel" })) this.#brain.refused(relay, mono);
    }
  }

  /** The journal hears when something is wrong, and when nothing is any more. */
  #tell(): void {
    const why = this.trouble();
    if (why?.code === this.#noted?.code && why?.values?.board === this.#noted?.values?.board) return;
    this.#noted = why;
    this.#house?.note("device", why ?? reason("panel_back"));
  }
}
