/** One question at a time: a newer one ends the older, whose answer no longer counts. */
export class Latest {
  #running: AbortController | undefined;

  /** What `ask` resolves to, or `undefined` when a newer question came meanwhile. */
  async run<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
    this.#running?.abort();
    const mine = new AbortController();
    this.#running = mine;
    const answer = await ask(mine.signal);
    if (mine.signal.aborted) return undefined;
    this.#running = undefined;
    return answer;
  }

  get busy(): boolean {
    return this.#running !== undefined;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
  }
}
