import type { Mode } from "../model/relay.ts";

/** What a key has asked for, once its delay has passed. */
export interface Act {
  readonly relay: string;
  readonly mode: Mode;
}

/** As PvMonit's panel steps. */
const NEXT: Readonly<Record<Mode, Mode>> = { auto: "on", on: "off", off: "auto" };
/** An act that the house has not shown after so long is shown no more. */
const SETTLE_MS = 2_000;

interface Wanted {
  /** The mode that the house had: where it changes meanwhile, somebody else has acted. */
  readonly from: Mode;
  readonly to: Mode;
}

/**
 * Keys that step the modes of relays. Nothing is done while somebody still steps: the acts come together, some time after the last
 * press. What somebody does elsewhere meanwhile, Off above all, is not undone by a step that waited.
 */
export class Stepping {
  readonly #delay_ms: number;
  readonly #wanted = new Map<string, Wanted>();
  /** What was asked for and is not seen yet, and until when it is waited for. */
  readonly #asked = new Map<string, Wanted & { readonly until_ms: number }>();
  #due_ms: number | undefined;

  /** @param delay_ms how long after the last press the acts come */
  constructor(delay_ms: number) {
    this.#delay_ms = delay_ms;
  }

  /** When the acts come, on the clock of `press`; `undefined`: none waits. */
  get due_ms(): number | undefined {
    return this.#due_ms;
  }

  /** A key was pressed. @param stands the relay's mode as the house shows it @param now_ms a clock that never jumps */
  press(relay: string, stands: Mode, now_ms: number): void {
    this.#wanted.set(relay, { from: stands, to: NEXT[this.modeOf(relay, stands)] });
    this.#due_ms = now_ms + this.#delay_ms;
  }

  /** What waits is done now. */
  hasten(now_ms: number): void {
    if (this.#due_ms !== undefined) this.#due_ms = now_ms;
  }

  /** Somebody has chosen this relay's mode elsewhere: what was stepped to is dropped. */
  drop(relay: string): void {
    this.#wanted.delete(relay);
    if (this.#wanted.size === 0) this.#due_ms = undefined;
  }

  /** The mode to be shown: what was stepped to, what was asked for, or as the house has it. */
  modeOf(relay: string, stands: Mode): Mode {
    return (this.#wanted.get(relay) ?? this.#asked.get(relay))?.to ?? stands;
  }

  /** Whether an act of this relay waits for its time. */
  waits(relay: string): boolean {
    return this.#wanted.has(relay);
  }

  /** The modes as the house shows them now. A relay that is not among them is none any more. */
  seen(modes: ReadonlyMap<string, Mode>, now_ms: number): void {
    for (const [relay, asked] of this.#asked) {
      const mode = modes.get(relay);
      if (mode === asked.from && now_ms < asked.until_ms) continue;
      this.#asked.delete(relay);
      const wanted = this.#wanted.get(relay);
      // it is the panel's own act that is seen: what was stepped on since stands
      if (wanted && mode === asked.to) this.#wanted.set(relay, { ...wanted, from: mode });
    }
    for (const [relay, { from }] of this.#wanted) if (modes.get(relay) !== from) this.#wanted.delete(relay);
    if (this.#wanted.size === 0) this.#due_ms = undefined;
  }

  /**
   * The acts whose time has come, once.
   * @param isFaulty whether a relay is at fault: stepping once round to Off or Auto then acknowledges it
   */
  take(now_ms: number, isFaulty: (relay: string) => boolean): Act[] {
    if (this.#due_ms === undefined || now_ms < this.#due_ms) return [];
    const acts: Act[] = [];
    for (const [relay, wanted] of this.#wanted) {
      const { from, to } = wanted;
      if (from === to && (to === "on" || !isFaulty(relay))) continue;
      acts.push({ relay, mode: to });
      this.#asked.set(relay, { ...wanted, until_ms: now_ms + SETTLE_MS });
    }
    this.#wanted.clear();
    this.#due_ms = undefined;
    return acts;
  }

  /** The house did not take an act: it is no longer shown as if it had. */
  refused(relay: string): void {
    this.#asked.delete(relay);
  }
}
