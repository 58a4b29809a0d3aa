import {
  type Clock,
  type Companion,
  type Companionship,
  type HouseState,
  type I2cChip,
  type I2cStep,
  type ModeCommand,
  type Pins,
  type Reason,
  reason,
  tellingOf,
} from "../../model/index.ts";
import { busPath, explainedBus } from "../../pins/i2c/choose.ts";
import { standingOfRelay } from "../standing.ts";
import { Keypad, type KeypadOptions } from "./keypad.ts";
import { Menu } from "./menu.ts";
import { pageAt, rowsOf, type Shows } from "./rows.ts";
import { begin, dark, lightStep, writeRow } from "./wire.ts";

/** A display that does not answer is tried again after so long. */
const RETRY_MS = 5_000;
/** Noise on its wires shows as wrong characters, which nobody can read back: it begins anew so often. */
const ANEW_MS = 60_000;
/** The keys are looked at so often. */
const LOOK_MS = 40;
/** A display that has not taken what it is to show for so long cannot be trusted by whoever presses a key. */
const SLOW_MS = 500;
/** At the end nothing is waited for longer. */
const DARK_WITHIN_MS = 500;

export interface LcdOptions extends Shows {
  readonly pins: Pins;
  readonly clock: Clock;
  readonly bus: number | string;
  readonly address: number;
  /** Each page is shown for so long. */
  readonly turn_ms: number;
  /** Whether it is to be dark at an instant, UTC ms. */
  isNight(at: number): boolean;
  /** Absent: there are none. */
  readonly keys?: KeypadOptions | undefined;
  /** What a key stepped to is done so long after the last press. */
  readonly delay_ms: number;
  /** Keys turn pages only. */
  readonly is_read_only: boolean;
}

/** What a display shows; `relay`: the one whose page it is. */
interface Shown {
  readonly rows: readonly string[];
  readonly isLit: boolean;
  readonly relay: string | undefined;
  readonly since_mono: number;
}

/** A display of characters on I²C, which shows values and relays, page after page. With keys, these turn its pages and step relays. */
export class Lcd implements Companion {
  readonly name = "lcd";
  readonly #options: LcdOptions;
  readonly #menu: Menu;
  readonly #keypad: Keypad | undefined;
  readonly #canStep: boolean;
  #house: Companionship | undefined;
  #state: HouseState | undefined;
  #chip: I2cChip | undefined;
  #path = "";
  /** Since when something is under way to the display. */
  #busy_mono: number | undefined;
  /** `undefined`: nobody knows. */
  #shown: Shown | undefined;
  #not_before_mono = 0;
  #trouble: Reason | undefined;
  #cancel: (() => void) | undefined;
  #over = false;

  constructor(options: LcdOptions) {
    this.#options = options;
    const { keys, turn_ms, delay_ms } = options;
    this.#menu = new Menu({ turn_ms, delay_ms, has_light_key: keys?.lines.has("light") === true });
    this.#keypad = keys && new Keypad(keys, options);
    this.#canStep = keys?.lines.has("ok") === true && !options.is_read_only;
  }

  start(house: Companionship): void {
    this.#house = house;
    if (!this.#keypad) return;
    this.#keypad.start();
    this.#look();
  }

  shown(state: HouseState): void {
    this.#state = state;
    const { mono } = this.#options.clock.now();
    this.#menu.seen(new Map(state.relays.map((relay) => [relay.id, standingOfRelay(relay)])), mono);
    this.#draw();
  }

  /** Somebody has chosen a mode: a step that waits would undo it. */
  acted({ relay }: Pick<ModeCommand, "relay">): void {
    this.#menu.drop(relay);
  }

  trouble(): Reason | undefined {
    return this.#trouble ?? this.#keypad?.trouble();
  }

  /** Goes dark: what it shows would be true no longer. */
  async stop(): Promise<void> {
    this.#over = true;
    this.#cancel?.();
    this.#keypad?.stop();
    if (this.#chip && this.#shown) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const cancel = this.#options.clock.after(DARK_WITHIN_MS, resolve);
      this.#chip.run(dark()).then(
        () => resolve(),
        () => resolve(),
      );
      await promise;
      cancel();
    }
    await this.#chip?.close();
  }

  /** Looks at the keys, does what is due, and shows what that has changed. */
  #look(): void {
    const { clock, isNight } = this.#options;
    this.#cancel = clock.after(LOOK_MS, () => this.#look());
    const { at, mono } = clock.now();
    const key = this.#keypad?.look(mono);
    if (key !== undefined) this.#menu.press(key, this.#relayOnDisplay(mono), mono, isNight(at));
    for (const { relay, mode } of this.#menu.take(mono)) {
      if (!this.#house?.command({ relay, mode, origin: "lcd" })) this.#menu.refused(relay, mono);
    }
    if (this.#menu.isActive(mono)) this.#draw();
  }

  /** The relay whose page somebody can read, and which a key means. */
  #relayOnDisplay(mono: number): string | undefined {
    if (!this.#canStep || !this.#state || mono - (this.#busy_mono ?? mono) >= SLOW_MS) return undefined;
    const page = pageAt(this.#state, this.#options, this.#menu.page(mono), this.#canStep);
    return page?.of === "relay" && page.relay.id === this.#shown?.relay ? page.relay.id : undefined;
  }

  #draw(): void {
    const { mono } = this.#options.clock.now();
    const state = this.#state;
    if (!state || this.#over || this.#busy_mono !== undefined || mono < this.#not_before_mono) return;
    this.#busy_mono = mono;
    void this.#show(state).then(
      () => {
        this.#busy_mono = undefined;
        this.#trouble = undefined;
      },
      (error: unknown) => {
        this.#busy_mono = undefined;
        this.#shown = undefined;
        this.#not_before_mono = mono + RETRY_MS;
        const problem = tellingOf(explainedBus(error, this.#path, this.#options.address));
        this.#trouble = reason("lcd_lost", { problem });
      },
    );
  }

  async #show(state: HouseState): Promise<void> {
    const { at, mono } = this.#options.clock.now();
    const isLit = this.#menu.isLit(mono, this.#options.isNight(at));
    const page = pageAt(state, this.#options, this.#menu.page(mono), this.#canStep);
    const codes = rowsOf(state, this.#options, page, ({ id, mode }) => this.#menu.view(id, mode, mono));
    const rows = codes.map(String);
    const isNew = this.#shown === undefined || mono - this.#shown.since_mono >= ANEW_MS;
    const steps: I2cStep[] = isNew ? begin(isLit) : [];
    codes.forEach((row, index) => {
      if (isNew || rows[index] !== this.#shown?.rows[index]) steps.push(...writeRow(index, row, isLit));
    });
    if (steps.length === 0 && isLit !== this.#shown?.isLit) steps.push(lightStep(isLit));
    const since_mono = isNew ? mono : (this.#shown?.since_mono ?? mono);
    if (steps.length > 0) await this.#open().run(steps);
    this.#shown = { rows, isLit, relay: page?.of === "relay" ? page.relay.id : undefined, since_mono };
  }

  #open(): I2cChip {
    const { pins, bus, address } = this.#options;
    this.#path = busPath(pins.i2c, bus);
    this.#chip ??= pins.i2c.chip(this.#path, address);
    return this.#chip;
  }
}
