import type { Mode } from "../../model/index.ts";
import type { Standing } from "../../panel/brain.ts";
import { type Act, Stepping } from "../../panel/stepping.ts";

/** What the keys of a display mean. Knows no time but what it is told (`now_ms`, of a clock that never jumps). */

export type KeyName = "next" | "previous" | "ok" | "light";

/** Somebody is at the keys for so long after the last one: the page stands, and the light is on. */
const ATTENDED_MS = 60_000;
/** The mark of a step that waits for its time. */
const MARK_MS = 250;
const REFUSED_MS = 2_000;

const PAGES: Readonly<Record<KeyName, number>> = { next: 1, previous: -1, ok: 0, light: 0 };

export interface MenuOptions {
  /** Each page is shown for so long while nobody is at the keys. */
  readonly turn_ms: number;
  /** What was stepped to is done so long after the last press. */
  readonly delay_ms: number;
  /** There is a key for the light: it is off but after a key. */
  readonly has_light_key: boolean;
}

/** How a relay is shown on its page. */
export interface MenuView {
  readonly mode: Mode;
  /** Keys act here; it blinks while a step waits. */
  readonly has_mark: boolean;
  /** The house did not take an act of it just now. */
  readonly is_refused: boolean;
}

/** Pages that turn by themselves and by keys, a light, and steps of modes that wait for their time. */
export class Menu {
  readonly #options: MenuOptions;
  readonly #stepping: Stepping;
  #standings: ReadonlyMap<string, Standing> = new Map();
  #page = 0;
  /** Until then the page stands. */
  #stands_until_ms = 0;
  #lit_until_ms = Number.NEGATIVE_INFINITY;
  #refused: { readonly relay: string; readonly until_ms: number } | undefined;

  constructor(options: MenuOptions) {
    this.#options = options;
    this.#stepping = new Stepping(options.delay_ms);
  }

  /** The relays as they stand now. */
  seen(standings: ReadonlyMap<string, Standing>, now_ms: number): void {
    this.#standings = standings;
    this.#stepping.seen(new Map(Array.from(standings, ([id, { mode }]) => [id, mode])), now_ms);
  }

  /** Which page is shown: counts on, or back below 0. */
  page(now_ms: number): number {
    return this.#page + Math.floor(Math.max(0, now_ms - this.#stands_until_ms) / this.#options.turn_ms);
  }

  /** Whether the light is on. @param isNight it is to be dark now */
  isLit(now_ms: number, isNight: boolean): boolean {
    return now_ms < this.#lit_until_ms || !(this.#options.has_light_key || isNight);
  }

  /** Whether somebody is at the keys, who is not to wait for what changes. */
  isActive(now_ms: number): boolean {
    return now_ms < Math.max(this.#stands_until_ms, this.#lit_until_ms);
  }

  /**
   * A key was pressed. `ok` steps only what somebody sees and has chosen: the first one on a page that turns by itself holds the page, one
   * in the dark makes light.
   * @param relay the one whose page can be read on the display; `undefined`: none
   */
  press(key: KeyName, relay: string | undefined, now_ms: number, isNight: boolean): void {
    const isLit = this.isLit(now_ms, isNight);
    const isChosen = now_ms < this.#stands_until_ms;
    this.#lit_until_ms = key === "light" && isLit ? Number.NEGATIVE_INFINITY : now_ms + ATTENDED_MS;
    // who makes light wishes to read: the pages go on turning
    if (key === "light") return;
    this.#page = this.page(now_ms) + PAGES[key];
    this.#stands_until_ms = now_ms + ATTENDED_MS;
    const standing = relay === undefined ? undefined : this.#standings.get(relay);
    if (key === "ok" && isLit && isChosen && relay !== undefined && standing)
      this.#stepping.press(relay, standing.mode, now_ms);
  }

  /** Somebody has chosen this relay's mode elsewhere: what was stepped to is dropped. */
  drop(relay: string): void {
    this.#stepping.drop(relay);
  }

  /** The acts whose time has come, once. */
  take(now_ms: number): Act[] {
    return this.#stepping.take(now_ms, (relay) => this.#standings.get(relay)?.is_faulty === true);
  }

  /** The house did not take an act. */
  refused(relay: string, now_ms: number): void {
    this.#stepping.refused(relay);
    this.#refused = { relay, until_ms: now_ms + REFUSED_MS };
  }

  /** How a relay is shown on its page. @param stands its mode as the house has it */
  view(relay: string, stands: Mode, now_ms: number): MenuView {
    const isOn = Math.floor(now_ms / MARK_MS) % 2 === 0;
    return {
      mode: this.#stepping.modeOf(relay, stands),
      has_mark: this.#stepping.waits(relay) ? isOn : now_ms < this.#stands_until_ms,
      is_refused: this.#refused?.relay === relay && now_ms < this.#refused.until_ms,
    };
  }
}
