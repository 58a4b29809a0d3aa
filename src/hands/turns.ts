/** What waits for its turn: those for whom a relay waits come first. */
type Begin = () => void;

/**
 * One thing in each turn of the loop: to start a program holds the process for some milliseconds, and between two of them
 * it hears and answers, however many are to be started.
 */
export class Turns {
  readonly #urgent: Begin[] = [];
  readonly #others: Begin[] = [];
  #isGoing = false;

  /** Resolves when it is the caller's turn. @param urgent before all that is not */
  async next(urgent: boolean): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    (urgent ? this.#urgent : this.#others).push(resolve);
    if (!this.#isGoing) setImmediate(() => this.#go());
    this.#isGoing = true;
    await promise;
  }

  #go(): void {
    const begin = this.#urgent.shift() ?? this.#others.shift();
    this.#isGoing = begin !== undefined;
    if (!begin) return;
    begin();
    setImmediate(() => this.#go());
  }
}
