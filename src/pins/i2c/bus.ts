import { Worker } from "node:worker_threads";
import { type Clock, type I2cChip, type I2cStep, PinTrouble, wordsOf } from "../../model/index.ts";
import type { Done, FromThread, Job, ToThread } from "./messages.ts";

/** What a bus's thread needs: no more than the few calls. */
const RESOURCES = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };
/** Nobody waits longer for a bus: by then a person would like to know. */
const ANSWER_WITHIN_MS = 2_000;
/** Its thread may take so long to start, on a busy board. */
const START_WITHIN_MS = 10_000;
/** Whoever closes a bus that does not answer waits no longer. */
const END_WITHIN_MS = 1_000;
/** More wait for no bus that works. */
const MOST_WAITING = 64;

interface Waiting extends Job {
  readonly chip: object;
  resolve(read: readonly (readonly number[])[]): void;
  reject(why: PinTrouble): void;
  /** Its time is over, or it was answered. */
  over: boolean;
}

/** Who does a bus's jobs, one after the other. */
export interface BusWorker {
  post(job: Job): void;
  /** It ends once it has done what it does. Resolves then. */
  end(): Promise<void>;
}

/** @param said called once it is ready, and with the answer to each job @param ended why it is gone */
export type StartWorker = (path: string, said: (said: FromThread) => void, ended: (why: string) => void) => BusWorker;

/** The compiled package has `thread.js` in the place of `thread.ts`. */
function entry(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "./thread.ts" : "./thread.js", import.meta.url);
}

/** The thread of a real bus. It keeps no process alive. */
export const inThread: StartWorker = (path, said, ended) => {
  const worker = new Worker(entry(), { workerData: path, resourceLimits: RESOURCES, name: "gleaner i2c" });
  let why = "it ended";
  worker.on("message", said);
  worker.on("error", (error) => {
    why = wordsOf(error);
  });
  worker.on("exit", () => ended(why));
  worker.unref();
  // it ends by itself: a thread that is ended from outside while it loads its library takes the whole process along
  const gone = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const post = (message: ToThread): void => worker.postMessage(message);
  return {
    post,
    end: () => {
      post("end");
      return gone;
    },
  };
};

/**
 * A bus as the house sees it: whoever wants something of a chip waits here, and one job at a time is with the bus's thread.
 * A job that waits can be given up; so nothing that somebody has given up is done once the bus is free again.
 */
export class Bus {
  readonly #path: string;
  readonly #clock: Pick<Clock, "after">;
  readonly #start: StartWorker;
  readonly #chips = new Set<object>();
  readonly #queue: Waiting[] = [];
  #worker: BusWorker | undefined;
  #isReady = false;
  #doing: Waiting | undefined;

  constructor(path: string, clock: Pick<Clock, "after">, start: StartWorker = inThread) {
    this.#path = path;
    this.#clock = clock;
    this.#start = start;
  }

  chip(address: number): I2cChip {
    const chip = {};
    this.#chips.add(chip);
    return {
      run: (steps) => this.#run(chip, address, steps),
      close: () => this.#close(chip),
    };
  }

  #run(chip: object, address: number, steps: readonly I2cStep[]): Promise<readonly (readonly number[])[]> {
    if (!this.#chips.has(chip)) return Promise.reject(new PinTrouble("ECANCELED", this.#path));
    if (this.#queue.length >= MOST_WAITING) return Promise.reject(new PinTrouble("ETIMEDOUT", this.#path));
    const { promise, resolve, reject } = Promise.withResolvers<readonly (readonly number[])[]>();
    const waiting: Waiting = { chip, address, steps, resolve, reject, over: false };
    this.#queue.push(waiting);
    const giveUp = (): void => this.#giveUp(waiting, "ETIMEDOUT");
    const began = this.#isReady;
    let cancel = this.#clock.after(ANSWER_WITHIN_MS, () => {
      if (began) giveUp();
      else cancel = this.#clock.after(this.#isReady ? ANSWER_WITHIN_MS : START_WITHIN_MS, giveUp);
    });
    this.#next();
    return promise.finally(() => cancel());
  }

  #next(): void {
    if (this.#doing) return;
    const next = this.#queue.shift();
    if (!next) return;
    this.#doing = next;
    this.#worker ??= this.#begin();
    this.#worker.post({ address: next.address, steps: next.steps });
  }

  #begin(): BusWorker {
    const worker = this.#start(
      this.#path,
      (said) => {
        if (this.#worker !== worker) return;
        this.#isReady = true;
        if (said !== "ready") this.#take(said);
      },
      (why) => {
        if (this.#worker !== worker) return;
        this.#gone();
        this.#take({ code: "EIO", doing: why });
      },
    );
    return worker;
  }

  #take(done: Done): void {
    const doing = this.#doing;
    this.#doing = undefined;
    if (doing && !doing.over) {
      doing.over = true;
      if ("read" in done) doing.resolve(done.read);
      else doing.reject(new PinTrouble(done.code, done.doing));
    }
    this.#next();
  }

  #giveUp(waiting: Waiting, code: string): void {
    if (waiting.over) return;
    waiting.over = true;
    const place = this.#queue.indexOf(waiting);
    if (place >= 0) this.#queue.splice(place, 1);
    waiting.reject(new PinTrouble(code, this.#path));
  }

  async #close(chip: object): Promise<void> {
    if (!this.#chips.has(chip)) return;
    this.#chips.delete(chip);
    for (const waiting of [...this.#queue, this.#doing]) {
      if (waiting?.chip === chip) this.#giveUp(waiting, "ECANCELED");
    }
    if (this.#chips.size > 0) return;
    const ended = this.#worker?.end();
    this.#gone();
    this.#doing = undefined;
    if (ended) await this.#atMost(ended);
  }

  async #atMost(ended: Promise<void>): Promise<void> {
    const over = Promise.withResolvers<void>();
    const cancel = this.#clock.after(END_WITHIN_MS, () => over.resolve());
    await Promise.race([ended, over.promise]);
    cancel();
  }

  #gone(): void {
    this.#worker = undefined;
    this.#isReady = false;
  }
}
