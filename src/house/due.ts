import { channelIn, type Now, type RelayState, type Snapshot } from "../model/index.ts";

/** A script runs at least so often, for the sake of times and timers. */
const AT_LEAST_EVERY_MS = 10_000;
/** Ages and running times change with every instant; a script that reads nothing else is served by the above. */

interface LastRun {
  mono: number;
  /** What the script read, and how it stood then. */
  read: ReadonlyMap<string, string>;
}

function standing(snapshot: Snapshot, relays: ReadonlyMap<string, RelayState>, name: string): string {
  if (name.startsWith("relay:")) {
    const relay = relays.get(name.slice("relay:".length));
    return relay ? `${relay.on} ${relay.mode}` : "";
  }
  const channel = channelIn(snapshot, name);
  return channel ? `${channel.fresh} ${channel.value}` : "";
}

/** Knows which scripts have something new to think about. */
export class Due {
  readonly #relays: readonly string[];
  readonly #last = new Map<string, LastRun>();
  #asked = new Set<string>();

  constructor(relays: readonly string[]) {
    this.#relays = relays;
  }

  /** A person acted, or the script was changed: it runs at once. */
  soon(relay: string): void {
    this.#asked.add(relay);
  }

  allSoon(): void {
    for (const relay of this.#relays) this.#asked.add(relay);
  }

  /** The scripts to run now. */
  take(snapshot: Snapshot, relays: ReadonlyMap<string, RelayState>, now: Now): string[] {
    const due = this.#relays.filter((relay) => {
      const last = this.#last.get(relay);
      if (!last || this.#asked.has(relay) || now.mono - last.mono >= AT_LEAST_EVERY_MS) return true;
      for (const [name, stood] of last.read) if (standing(snapshot, relays, name) !== stood) return true;
      return false;
    });
    this.#asked = new Set();
    for (const relay of due) {
      const read = new Map<string, string>();
      for (const name of this.#last.get(relay)?.read.keys() ?? []) read.set(name, standing(snapshot, relays, name));
      this.#last.set(relay, { mono: now.mono, read });
    }
    return due;
  }

  /** After a run: what it read, as it stood in the snapshot that the run was given. */
  ran(relay: string, read: readonly string[], snapshot: Snapshot, relays: ReadonlyMap<string, RelayState>): void {
    const last = this.#last.get(relay);
    if (last) last.read = new Map(read.map((name) => [name, standing(snapshot, relays, name)]));
  }
}
