import { z } from "zod";
import type { Now } from "../../model/index.ts";
import type { RelayTimers } from "./answer.ts";

const EMPTY = '{"timers":[],"holds":[]}';
const MAX_RELAYS = 1_024;

const Saved = z.object({
  boot: z.string(),
  /** One moment on both clocks: it ties the monotonic instants below to the wall clock. */
  saved: z.object({ at: z.number(), mono: z.number() }),
  relays: z.record(
    z.string(),
    z.object({
      timers: z.array(z.tuple([z.string(), z.number()])).max(32),
      holds: z.array(z.tuple([z.string(), z.union([z.literal("in"), z.number()])])).max(8),
    }),
  ),
});

/**
 * Timers and debounces of every relay. Instants are monotonic ms; after a new machine start they are carried over by
 * the wall clock: what ran out while the machine was off is over.
 */
export class Timers {
  readonly #boot: string;
  #saved: Now;
  readonly #relays = new Map<string, RelayTimers>();
  readonly #texts = new Map<string, string>();

  /** `memory` is what `plain()` gave before, perhaps on another machine start; anything else begins anew. */
  constructor(memory: unknown, now: Now, bootId: string) {
    this.#boot = bootId;
    this.#saved = { at: now.at, mono: now.mono };
    const known = Saved.safeParse(memory).data;
    if (!known) return;
    const { saved, boot, relays } = known;
    const shift = boot === bootId ? 0 : now.mono - saved.mono - Math.max(0, now.at - saved.at);
    for (const [relay, { timers, holds }] of Object.entries(relays).slice(0, MAX_RELAYS)) {
      this.#put(relay, {
        timers: timers.map(([name, end]) => [name, end + shift]),
        holds: holds.map(([name, since]) => [name, since === "in" ? since : since + shift]),
      });
    }
    if (shift === 0) this.#saved = saved;
  }

  /** One relay's timers as the sandbox takes them. */
  text(relay: string): string {
    return this.#texts.get(relay) ?? EMPTY;
  }

  /** Takes a relay's timers after a run. */
  put(relay: string, memory: RelayTimers, now: Now): void {
    if (!this.#relays.has(relay) && this.#relays.size >= MAX_RELAYS) return;
    this.#put(relay, memory);
    this.#saved = { at: now.at, mono: now.mono };
  }

  /** Plain data for the store; the same as before while no timer changed. */
  plain(): unknown {
    return { boot: this.#boot, saved: this.#saved, relays: Object.fromEntries(this.#relays) };
  }

  #put(relay: string, memory: RelayTimers): void {
    this.#relays.set(relay, memory);
    this.#texts.set(relay, JSON.stringify(memory));
  }
}
