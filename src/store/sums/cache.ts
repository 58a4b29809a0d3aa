/**
 * Keeps what was decoded, up to so many bytes. What has to go is drawn by lot: whoever asks for a little more than there
 * is room for, again and again, still finds most of it, where "the oldest goes first" would keep nothing of use.
 */
export class ByteCache<T> {
  readonly #most: number;
  readonly #entries = new Map<string, { readonly value: T; readonly bytes: number; place: number }>();
  /** The keys, for the lot. */
  readonly #keys: string[] = [];
  readonly #draw: () => number;
  #bytes = 0;

  /** @param draw gives numbers from 0 to below 1 */
  constructor(most_bytes: number, draw: () => number) {
    this.#most = most_bytes;
    this.#draw = draw;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  /** What is larger than the whole cache is not kept. */
  set(key: string, value: T, bytes: number): void {
    if (bytes > this.#most) return;
    this.delete(key);
    while (this.#bytes + bytes > this.#most)
      this.delete(this.#keys[Math.floor(this.#draw() * this.#keys.length)] ?? "");
    this.#entries.set(key, { value, bytes, place: this.#keys.length });
    this.#keys.push(key);
    this.#bytes += bytes;
  }

  /** Lets go of all that is not wanted any more. */
  keep(wanted: (key: string) => boolean): void {
    for (const key of [...this.#entries.keys()]) if (!wanted(key)) this.delete(key);
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#bytes -= entry.bytes;
    this.#entries.delete(key);
    const last = this.#keys.pop();
    const moved = last === undefined || last === key ? undefined : this.#entries.get(last);
    if (last === undefined || moved === undefined) return;
    this.#keys[entry.place] = last;
    moved.place = entry.place;
  }
}
