import { type Guest, type GuestEvents, PaintingFailed, type PaintingLimits, wordsOf } from "../model/index.ts";

/**
 * Turns SVG into PNG in a process of its own, which is there only while pictures are wanted. What the native painter
 * takes of memory goes back to the machine; if it should crash or hang, it can be ended, and no relay notices.
 */

export type ToPainter = string;
export type FromPainter = { readonly png: Uint8Array } | { readonly problem: string };

interface Job {
  readonly svg: string;
  readonly done: (png: Uint8Array) => void;
  readonly failed: (problem: PaintingFailed) => void;
}

/** The program of the process. */
export const PAINT_PROCESS = new URL("paint-process.ts", import.meta.url);
/** The pictures' pixels, 10 MB at most, are not in this memory. */
export const PAINT_FLAGS: readonly string[] = [
  "--max-old-space-size=64",
  "--max-semi-space-size=1",
  "--disable-warning=ExperimentalWarning",
];

/** Who starts the process, and is told of what it says. @throws Error when it cannot be started now */
export type StartPainter = (events: GuestEvents) => Guest;

export class Painter {
  readonly #limits: PaintingLimits;
  readonly #start: StartPainter;
  readonly #queue: Job[] = [];
  #process: Guest | undefined;
  /** The first of the queue is being painted. */
  #painting = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(limits: PaintingLimits, start: StartPainter) {
    this.#limits = limits;
    this.#start = start;
  }

  /** Whether the process is there. */
  get running(): boolean {
    return this.#process !== undefined;
  }

  /** @throws PaintingFailed when too many wait, it takes too long, or the process ends; the next one starts it anew */
  paint(svg: string): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(new PaintingFailed("Gleaner is stopping"));
    if (this.#queue.length >= this.#limits.picture_queue) {
      return Promise.reject(new PaintingFailed("Too many pictures wait to be painted", true));
    }
    return new Promise((done, failed) => {
      this.#queue.push({ svg, done, failed });
      this.#next();
    });
  }

  /** Ends the process; what waits is refused. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const { failed } of this.#queue.splice(0)) failed(new PaintingFailed("Gleaner is stopping"));
    this.#drop();
  }

  #next(): void {
    const [job] = this.#queue;
    if (this.#painting) return;
    clearTimeout(this.#timer);
    if (this.#closed) return;
    if (!job) {
      this.#timer = setTimeout(() => this.#drop(), this.#limits.picture_idle_ms);
      this.#timer.unref();
      return;
    }
    this.#painting = true;
    this.#timer = setTimeout(() => this.#over(), this.#limits.picture_ms);
    try {
      this.#process ??= this.#begin();
      this.#process.tell(job.svg satisfies ToPainter);
    } catch (error) {
      this.#fail(`The picture could not be painted: ${wordsOf(error)}`);
    }
  }

  #begin(): Guest {
    const mine = (): boolean => this.#process === guest;
    const guest = this.#start({
      said: (message) => {
        if (mine()) this.#hear(message as FromPainter);
      },
      left: (why) => {
        if (mine()) this.#ended(`The program that paints the pictures is gone: ${why}`);
      },
    });
    return guest;
  }

  #hear(answer: FromPainter): void {
    if ("problem" in answer) this.#fail(`The picture could not be painted: ${answer.problem}`);
    else this.#take()?.done(answer.png);
    this.#next();
  }

  #ended(problem: string): void {
    this.#drop();
    if (this.#painting) this.#fail(problem);
    this.#next();
  }

  #take(): Job | undefined {
    this.#painting = false;
    return this.#queue.shift();
  }

  #fail(message: string): void {
    this.#take()?.failed(new PaintingFailed(message));
  }

  #over(): void {
    this.#fail("The picture took too long to paint");
    this.#drop();
    this.#next();
  }

  #drop(): void {
    const guest = this.#process;
    this.#process = undefined;
    guest?.end();
  }
}
