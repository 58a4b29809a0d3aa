import type { Language } from "../model/language.ts";
import type { Mode } from "../model/relay.ts";
import { faultMessage, message } from "./messages.ts";
import { BOARD } from "./places.ts";
import { BOTTOM, DOT, MIDDLE, segmentsOf, TOP } from "./segments.ts";
import { type Act, Stepping } from "./stepping.ts";

/** How a relay stands, as the house tells it. */
export interface Standing {
  readonly mode: Mode;
  /** As its output confirmed; `null`: nobody knows. */
  readonly on: boolean | null;
  readonly is_faulty: boolean;
  /** It lacks the data that it depends on. */
  readonly lacks_data: boolean;
}

/** What a relay tells of itself, be it to a companion or to the page. */
export interface RelayTold {
  readonly mode: Mode;
  /** The last order that the output confirmed. */
  readonly on: boolean;
  /** What kind of reason it gives. */
  readonly code: string;
  readonly is_faulty: boolean;
}

/** Reasons of a relay that has not confirmed its first order yet. */
const UNCONFIRMED: readonly string[] = ["starting", "off_first"];

/**
 * What may be said of a relay.
 * @param is_old what was told is older than it may be: then nobody knows whether it is on
 */
export function standingOf({ mode, on, code, is_faulty }: RelayTold, is_old = false): Standing {
  const isKnown = !is_old && !is_faulty && !UNCONFIRMED.includes(code);
  return { mode, on: isKnown ? on : null, is_faulty, lacks_data: code.startsWith("without_data") };
}

/** A board as it is to look now. */
export interface Face {
  /** Segments of its eight digits, from the left. */
  readonly digits: readonly number[];
  /** Its eight LEDs. */
  readonly leds: readonly boolean[];
}

const DOT_MS = 200;
/** The LED of a relay of which nobody knows whether it is on. */
const UNKNOWN_MS = 500;
/** A message is shown for so long, in turn with the modes. */
const MESSAGE_MS = 2_000;
const MODES_MS = 6_000;
/** Somebody at the keys is not disturbed by messages. */
const UNDISTURBED_MS = 6_000;
const REFUSED_MS = 2_000;

const BARS: Readonly<Record<Mode, number>> = { off: BOTTOM, auto: 0, on: TOP };

const isEven = (now_ms: number, each_ms: number): boolean => Math.floor(now_ms / each_ms) % 2 === 0;

/**
 * What a panel shows and what its keys mean, be it a board on wires or a picture on the page. Knows no time but what it is told
 * (`now_ms`, of a clock that never jumps).
 */
export class PanelBrain {
  readonly #places: readonly (string | undefined)[];
  readonly #stepping: Stepping;
  #relays: ReadonlyMap<string, Standing> | undefined;
  #pressed_ms = Number.NEGATIVE_INFINITY;
  /** The board whose key was pressed last: its dot blinks. */
  #board = 0;
  #refused_ms = Number.NEGATIVE_INFINITY;

  /** @param places which relay each key has, whole boards @param delay_ms how long after the last press its acts come */
  constructor(places: readonly (string | undefined)[], delay_ms: number) {
    this.#places = places;
    this.#stepping = new Stepping(delay_ms);
  }

  /** How many boards there are. */
  get boards(): number {
    return this.#places.length / BOARD;
  }

  /** When somebody last pressed a key. */
  get pressed_ms(): number {
    return this.#pressed_ms;
  }

  /** When the acts come; `undefined`: none waits. */
  get due_ms(): number | undefined {
    return this.#stepping.due_ms;
  }

  /** The relays as they stand now. */
  seen(relays: ReadonlyMap<string, Standing>, now_ms: number): void {
    this.#relays = relays;
    this.#stepping.seen(new Map(Array.from(relays, ([id, { mode }]) => [id, mode])), now_ms);
  }

  /** A key was pressed, with a relay behind it or without. @param place of all keys, from 0 */
  press(place: number, now_ms: number): void {
    this.#pressed_ms = now_ms;
    const relay = this.#places[place];
    const standing = relay === undefined ? undefined : this.#relays?.get(relay);
    if (relay === undefined || !standing) return;
    this.#board = Math.floor(place / BOARD);
    this.#stepping.press(relay, standing.mode, now_ms);
  }

  /** What waits is done now. */
  hasten(now_ms: number): void {
    this.#stepping.hasten(now_ms);
  }

  /** Somebody has chosen this relay's mode elsewhere: what was stepped to is dropped. */
  drop(relay: string): void {
    this.#stepping.drop(relay);
  }

  /** The acts whose time has come, once. */
  take(now_ms: number): Act[] {
    return this.#stepping.take(now_ms, (relay) => this.#relays?.get(relay)?.is_faulty === true);
  }

  /** The house did not take an act. */
  refused(relay: string, now_ms: number): void {
    this.#refused_ms = now_ms;
    this.#stepping.refused(relay);
  }

  /** How a relay is shown: its standing with the mode that was stepped to, and whether that waits for its time. */
  shown(relay: string): (Standing & { readonly waits: boolean }) | undefined {
    const standing = this.#relays?.get(relay);
    if (!standing) return undefined;
    return { ...standing, mode: this.#stepping.modeOf(relay, standing.mode), waits: this.#stepping.waits(relay) };
  }

  /** A board as it is to look now. @param board from 0 */
  face(board: number, now_ms: number, language: Language): Face {
    const places = this.#places.slice(board * BOARD, (board + 1) * BOARD);
    const words = this.#words(places, now_ms, language);
    const digits = words === undefined ? places.map((relay) => this.#bars(relay)) : segmentsOf(words, BOARD);
    if (this.due_ms !== undefined && board === this.#board && isEven(now_ms - this.#pressed_ms, DOT_MS)) {
      digits[BOARD - 1] = (digits[BOARD - 1] ?? 0) | DOT;
    }
    return { digits, leds: places.map((relay) => this.#led(relay, now_ms)) };
  }

  #bars(relay: string | undefined): number {
    const standing = relay === undefined ? undefined : this.#relays?.get(relay);
    if (relay === undefined || !standing) return 0;
    const bar = BARS[this.#stepping.modeOf(relay, standing.mode)];
    return standing.on === null ? bar | MIDDLE : bar;
  }

  #led(relay: string | undefined, now_ms: number): boolean {
    const standing = relay === undefined ? undefined : this.#relays?.get(relay);
    if (!standing) return false;
    return standing.on ?? isEven(now_ms, UNKNOWN_MS);
  }

  /** What a board has to say in place of the modes; `undefined`: nothing now. */
  #words(places: readonly (string | undefined)[], now_ms: number, language: Language): string | undefined {
    if (!this.#relays) return message("boot", language);
    if (this.due_ms !== undefined) return undefined;
    if (now_ms - this.#refused_ms < REFUSED_MS) return message("refused", language);
    if (now_ms - this.#pressed_ms < UNDISTURBED_MS) return undefined;
    const turn = Math.floor(now_ms / (MESSAGE_MS + MODES_MS));
    if (now_ms - turn * (MESSAGE_MS + MODES_MS) >= MESSAGE_MS) return undefined;
    const said = this.#troubles(places, language);
    return said[turn % said.length];
  }

  #troubles(places: readonly (string | undefined)[], language: Language): string[] {
    const standings = places.map((relay) => (relay === undefined ? undefined : this.#relays?.get(relay)));
    const faults = standings.flatMap((standing, index) =>
      standing?.is_faulty ? [faultMessage(index + 1, language)] : [],
    );
    return standings.some((standing) => standing?.lacks_data) ? [...faults, message("stale", language)] : faults;
  }
}
