/** Shows on standard error how far a long command is: one line that changes on a terminal, else a line now and then. */

const TERMINAL_EVERY_MS = 250;
const LINES_EVERY_MS = 5_000;
const BAR = 24;

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function rate(perSecond: number): string {
  if (perSecond >= 1e6) return `${(perSecond / 1e6).toFixed(1)} million`;
  return perSecond >= 1e3 ? `${Math.round(perSecond / 1e3)} thousand` : String(Math.round(perSecond));
}

export class Progress {
  readonly #what: string;
  readonly #terminal = process.stderr.isTTY === true;
  readonly #began = performance.now();
  #shown = performance.now();
  readonly #from: number;

  /**
   * @param what is counted: "readings", "blocks"
   * @param from the share that was done before, 0 to 1
   */
  constructor(what: string, from = 0) {
    this.#what = what;
    this.#from = from;
  }

  /** @param share 0 to 1; `null`: nobody knows @param count of what is counted, since the beginning */
  show(share: number | null, count: number): void {
    const now = performance.now();
    if (now - this.#shown < (this.#terminal ? TERMINAL_EVERY_MS : LINES_EVERY_MS)) return;
    this.#shown = now;
    const seconds = (now - this.#began) / 1_000;
    const words = [`${count} ${this.#what}`, `${rate(count / seconds)}/s`];
    if (share !== null) {
      words.unshift(`${Math.floor(share * 100)} %`);
      const done = share - this.#from;
      if (done > 0) words.push(`${duration((seconds * (1 - share)) / done)} left`);
    }
    this.#write(words.join(", "), share);
  }

  #write(words: string, share: number | null): void {
    if (!this.#terminal) {
      process.stderr.write(`${words}\n`);
      return;
    }
    const full = Math.round((share ?? 0) * BAR);
    const bar = share === null ? "" : `[${"#".repeat(full)}${"-".repeat(BAR - full)}] `;
    process.stderr.write(`\r\x1b[K${bar}${words}`);
  }

  /** Makes room for other words. */
  end(): void {
    if (this.#terminal) process.stderr.write("\r\x1b[K");
  }
}
