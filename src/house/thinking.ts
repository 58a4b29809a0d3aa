import {
  type Now,
  type RelayRule,
  type RelayState,
  SCRIPT,
  type ScriptHost,
  type ScriptStatus,
  type Snapshot,
  type Sun,
  type Wish,
  Wishes,
  type WishesRead,
} from "../model/index.ts";
import { Due } from "./due.ts";

interface World {
  readonly snapshot: Snapshot;
  readonly relays: ReadonlyMap<string, RelayState>;
}

/** Gives the scripts that have something new to think about the world as it is, and keeps what they wish. */
export class Thinking {
  readonly #scripts: ScriptHost;
  readonly #relays: readonly string[];
  readonly #due: Due;
  readonly #wishes = new Wishes();
  /** The world that each script was last given. */
  readonly #given = new Map<string, World>();

  /** @param onNews a script wishes something else than before */
  constructor(scripts: ScriptHost, rules: readonly RelayRule[], onNews: () => void) {
    this.#scripts = scripts;
    this.#relays = rules.map(({ id }) => id);
    this.#due = new Due(rules.filter(({ decided_by }) => decided_by === SCRIPT).map(({ id }) => id));
    scripts.onWish = (wish, read) => {
      if (this.#take(wish, read)) onNews();
    };
  }

  get wishes(): WishesRead {
    return this.#wishes;
  }

  /** @returns whether it wishes something else than before, or for another reason */
  #take(wish: Wish, read: readonly string[]): boolean {
    const before = this.#wishes.put(wish);
    const world = this.#given.get(wish.relay);
    if (world) this.#due.ran(wish.relay, read, world.snapshot, world.relays);
    return before?.want !== wish.want || before.reason.code !== wish.reason.code;
  }

  /** A script was changed: it runs with the next look. */
  changed(relay: string): void {
    this.#due.soon(relay);
  }

  /** Somebody acted: every script runs with the next look. */
  allChanged(): void {
    this.#due.allSoon();
  }

  /** Runs the scripts that are due; their wishes may arrive at once or later. */
  look(snapshot: Snapshot, states: readonly RelayState[], sun: () => Sun, now: Now): void {
    const relays = new Map(states.map((relay) => [relay.id, relay]));
    const run = this.#due.take(snapshot, relays, now);
    if (run.length === 0) return;
    for (const relay of run) this.#given.set(relay, { snapshot, relays });
    this.#scripts.run(run, { snapshot, relays: states, sun: sun() });
  }

  /** How each relay's script stands. */
  status(): Record<string, ScriptStatus> {
    return Object.fromEntries(this.#relays.map((id) => [id, this.#scripts.status(id)]));
  }
}
