import { Worker } from "node:worker_threads";
import { type History, type Questions, StoreError, wordsOf } from "../../model/index.ts";
import { unpackBuckets, unpackReadings } from "./packed.ts";
import { Queue, type Waiting } from "./queue.ts";
import { type Errand, errorFrom, type FromReader, type ToReader, type What } from "./wire.ts";

const ENTRY = new URL(`reader-thread.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
/** Enough for the parts that are kept ready, and the largest answer. */
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4, stackSizeMb: 4 };

/** How long each thing may take, in ms, and how much waits. Tests hand in smaller ones. */
export interface ReaderLimits {
  /** Questions that wait for their turn; as many as the web has sockets. */
  readonly waiting: number;
  /** So long a question waits for its turn and its answer, less than the web for any route. A thread that works on one for so long hangs. */
  readonly answer_ms: number;
  /** A thread that owes an answer for so long is ended; another one follows once it is gone. */
  readonly ended_ms: number;
  /** Without a question the thread, and what it keeps ready, goes after so long. */
  readonly idle_ms: number;
}

const LIMITS: ReaderLimits = {
  ...{ waiting: 256, answer_ms: 8_000, ended_ms: 60_000, idle_ms: 10 * 60_000 },
};

interface ReaderOptions extends Partial<ReaderLimits> {
  /** The program of the thread. */
  readonly entry?: URL;
  /** Told, in words, when the thread does not answer, is ended for it, or dies. */
  readonly onTrouble?: (problem: string) => void;
}

/** A history that is read in another thread. */
export interface RemoteHistory extends History {
  close(): void;
}

function busy(message: string): StoreError {
  return new StoreError({ code: "busy", message, fatal: false });
}

function lost(why: string): StoreError {
  const message = `The thread that reads the history died (${why}): ask again`;
  return new StoreError({ code: "other", message, fatal: false });
}

/**
 * The history of a data folder, read in a thread of its own that is there while somebody asks. It works on one question
 * at a time. Nobody waits for longer than it may take; as long as it owes an answer from then, all others are refused at
 * once. There is never more than one thread, even if one hangs for ever.
 */
export class HistoryThread {
  readonly #folder: string;
  readonly #entry: URL;
  readonly #limits: ReaderLimits;
  readonly #onTrouble: (problem: string) => void;
  readonly #queue: Queue<Errand>;
  #worker: Worker | undefined;
  /** What the thread works on. */
  #current: Waiting<Errand> | undefined;
  /** When it was given what it should have answered long since, on the monotonic clock. */
  #hangs_since: number | undefined;
  /** Finds out what hangs; ends what has hung, or done nothing, for too long. */
  #timer: NodeJS.Timeout | undefined;
  /** Who holds a moment. */
  #holder: number | undefined;
  #last = 0;

  constructor(folder: string, { entry = ENTRY, onTrouble = () => undefined, ...limits }: ReaderOptions = {}) {
    this.#folder = folder;
    this.#entry = entry;
    this.#onTrouble = onTrouble;
    this.#limits = { ...LIMITS, ...limits };
    this.#queue = new Queue(this.#limits.waiting);
  }

  /** Whether the thread is there. */
  get running(): boolean {
    return this.#worker !== undefined;
  }

  /** Ends the thread; the next question starts another one. */
  async end(): Promise<void> {
    const worker = this.#worker;
    if (worker) this.#gone("it was ended");
    await worker?.terminate();
  }

  /** The history, opened when the first question comes. Its errors are StoreErrors: `busy` says to ask again later. */
  open(): RemoteHistory {
    return {
      ...this.#questions(undefined),
      together: (several) => this.#together(several),
      // where there is no thread there is nothing to close
      close: () => this.#worker?.postMessage({ do: "close" } satisfies ToReader),
    };
  }

  /** @param holder of whose moment; `undefined`: of the newest state */
  #questions(holder: number | undefined): Questions {
    // what comes back is a copy of what the same question of `PackedQuestions` gives there
    const ask = async <T>(what: What, asked: readonly unknown[]): Promise<T> =>
      (await this.#ask((number) => ({ do: "ask", number, what, asked, held: holder !== undefined }), holder)) as T;
    return {
      unit: (...asked) => ask("unit", asked),
      channels: (...asked) => ask("channels", asked),
      range: async (...asked) => unpackReadings(await ask("range", asked)),
      changes: async (...asked) => unpackReadings(await ask("changes", asked)),
      latestOf: (...asked) => ask("latestOf", asked),
      summaries: async (...asked) => unpackBuckets(await ask("summaries", asked)),
      energies: (...asked) => ask("energies", asked),
      rises: (...asked) => ask("rises", asked),
      judged: (...asked) => ask("judged", asked),
      gaps: (...asked) => ask("gaps", asked),
      decisions: (...asked) => ask("decisions", asked),
      journal: (...asked) => ask("journal", asked),
    };
  }

  async #together<T>(several: (history: Questions) => Promise<T>): Promise<T> {
    let holder = 0;
    await this.#ask((number) => {
      holder = number;
      return { do: "hold", number };
    }, undefined);
    try {
      return await several(this.#questions(holder));
    } finally {
      this.#release(holder);
    }
  }

  #release(holder: number): void {
    if (this.#holder !== holder) return;
    this.#holder = undefined;
    this.#worker?.postMessage({ do: "release", number: holder } satisfies ToReader);
    this.#next();
  }

  /** Asks what is answered once. @throws StoreError, RangeError */
  async #ask(message: (number: number) => Errand, holder: number | undefined): Promise<unknown> {
    if (this.#hangs_since !== undefined) throw this.#silent(this.#hangs_since);
    if (holder !== undefined && holder !== this.#holder) throw lost("it was ended");
    const wait = this.#queue.add(message(++this.#last), holder !== undefined);
    if (!wait) throw busy("Too much is asked of the history at once: ask again in a moment");
    // before its own time begins: one that is worked on at once finds out that the thread hangs
    this.#next();
    wait.within(this.#limits.answer_ms, () => {
      this.#queue.delete(wait);
      wait.reject(busy("The history is still busy with what was asked before: ask again in a moment"));
    });
    return await wait.answer;
  }

  #next(): void {
    if (this.#current) return;
    const next = this.#queue.next(this.#holder !== undefined);
    clearTimeout(this.#timer);
    if (!next) {
      if (this.#holder === undefined) this.#timer = setTimeout(() => void this.end(), this.#limits.idle_ms).unref();
      return;
    }
    this.#current = next;
    const since = performance.now();
    this.#timer = setTimeout(() => this.#hangs(next, since), this.#limits.answer_ms).unref();
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage(next.message);
    } catch (error) {
      // the system has no room for one more thread
      this.#died(this.#worker, wordsOf(error));
    }
  }

  /** Nobody waits any more, neither for this answer nor for their turn. */
  #hangs(current: Waiting<Errand>, since: number): void {
    this.#hangs_since = since;
    const silent = this.#silent(since);
    this.#onTrouble(silent.message);
    for (const wait of [current, ...this.#queue.empty()]) wait.reject(silent);
    const { ended_ms, answer_ms } = this.#limits;
    this.#timer = setTimeout(() => {
      this.#onTrouble("The thread that reads the history is ended, as it does not answer");
      // what hangs in the kernel ends once that lets it go
      void this.#worker?.terminate();
    }, ended_ms - answer_ms).unref();
  }

  #silent(since: number): StoreError {
    const seconds = Math.round((performance.now() - since) / 1_000);
    return busy(`The history in ${this.#folder} has not answered for ${seconds} s: look at the disk that it lies on`);
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, {
      workerData: this.#folder,
      resourceLimits: MEMORY,
      env: process.env,
      name: "history",
    });
    worker.on("message", (message: FromReader) => {
      if (this.#worker === worker) this.#hear(message);
    });
    worker.on("error", (error) => this.#died(worker, wordsOf(error)));
    worker.on("exit", (code) => this.#died(worker, `it ended with ${code}`));
    // whoever asks keeps this thread alive
    worker.unref();
    return worker;
  }

  #hear(message: FromReader): void {
    const answered = this.#current;
    if (message.number !== answered?.message.number) return;
    this.#current = undefined;
    if (message.did === "held") this.#holder = message.number;
    this.#hangs_since = undefined;
    const { over } = answered;
    if (message.did === "fail") answered.reject(errorFrom(message.error));
    else answered.resolve(message.did === "answer" ? message.answer : undefined);
    if (over && message.did === "held") this.#release(message.number);
    else this.#next();
  }

  #died(worker: Worker | undefined, why: string): void {
    if (this.#worker !== worker) return;
    this.#onTrouble(`The thread that reads the history died (${why}): the next question starts another one`);
    this.#gone(why);
  }

  #gone(why: string): void {
    const waiting = [...(this.#current ? [this.#current] : []), ...this.#queue.empty()];
    this.#worker = undefined;
    this.#current = undefined;
    this.#hangs_since = undefined;
    this.#holder = undefined;
    clearTimeout(this.#timer);
    for (const { reject } of waiting) reject(lost(why));
  }
}
