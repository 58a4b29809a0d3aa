import { deviceChannel, flawOfName } from "../model/index.ts";

/** More channels that nobody named than any house has: a program that invents names cannot fill the memory. */
const MOST_CHANNELS = 2_000;
/** Of one device: the others have their places whatever it invents. */
const MOST_OF_DEVICE = 500;

/** What a device has of channels that nobody named. */
interface Share {
  /** In this run. */
  live: number;
  /** In this run and in the history. */
  known: number;
}

/**
 * The places for channels that nobody named. Each device has its share, and what the history knows of it counts: a
 * program that invents names fills neither the memory nor, start after start, the history.
 */
export class Places {
  readonly #past: ReadonlySet<string>;
  readonly #shares = new Map<string, Share>();
  #taken = 0;
  /** Devices for whose channels there was no place. */
  readonly full = new Set<string>();

  /** @param past channels that the history holds */
  constructor(past: Iterable<string>) {
    this.#past = new Set(past);
    for (const name of this.#past) this.#share(name.split(".", 1)[0] ?? "").known += 1;
  }

  /** Takes the place of a new channel. @returns whether there was one */
  take(device: string, quantity: string): boolean {
    const name = deviceChannel(device, quantity);
    const share = this.#share(device);
    const isNew = !this.#past.has(name);
    const isFull = share.live >= MOST_OF_DEVICE || (isNew && share.known >= MOST_OF_DEVICE);
    if (isFull || this.#taken >= MOST_CHANNELS || flawOfName(name) !== undefined) {
      this.full.add(device);
      return false;
    }
    this.#taken += 1;
    share.live += 1;
    if (isNew) share.known += 1;
    return true;
  }

  #share(device: string): Share {
    const known = this.#shares.get(device);
    if (known) return known;
    const share = { live: 0, known: 0 };
    this.#shares.set(device, share);
    return share;
  }
}
