import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type HouseState, MODE_CHANGE, wordsOf } from "../../model/index.ts";
import { bounded } from "../asking/bounded.ts";
import { type Ask, answerTo, askOf } from "../asking/requests.ts";
import { LIMITS } from "../defence/limits.ts";
import type { WebOptions } from "./options.ts";
import type { FromWeb, ToWeb, WorkerSetup } from "./protocol.ts";
import { Publisher } from "./publisher.ts";

const RESTART_FIRST_MS = 1_000;
const RESTART_LAST_MS = 30_000;
/** After so long without dying, a thread counts as sound and the next restart is quick again. */
const SOUND_MS = 60_000;
/** A thread that has not taken a state for so long hangs, and is replaced. */
const HANGING_MS = 30_000;
const STOP_MS = 900;
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4, stackSizeMb: 4 };

interface Running {
  readonly worker: Worker;
  readonly publisher: Publisher;
  readonly since: number;
}

/** What a person should do about a port that cannot be had. */
function portTrouble(options: WebOptions, code: string, message: string): string {
  const where = `set web.port in ${options.configFile ?? "the configuration"}`;
  if (code === "EADDRINUSE") return `Port ${options.port} is taken by another program: stop it or ${where}`;
  if (code === "EACCES") return `Port ${options.port} needs root: ${where} to one above 1023`;
  if (code === "EADDRNOTAVAIL") return `web.host ${options.host} is no address of this machine: use 127.0.0.1`;
  return `The web cannot listen on ${options.host} port ${options.port}: ${message}`;
}

/** Runs the web's thread: starts it, starts it anew when it dies or hangs, and stops it. */
export class Supervisor {
  onFailure: ((message: string) => void) | undefined;
  readonly #options: WebOptions;
  readonly #ask: Ask;
  #port: number;
  #running: Running | undefined;
  #newest: HouseState | undefined;
  #restart: NodeJS.Timeout | undefined;
  #restart_ms: number;
  #stopped = false;

  constructor(options: WebOptions) {
    this.#options = options;
    this.#port = options.port;
    this.#restart_ms = options.restart_ms ?? RESTART_FIRST_MS;
    this.#ask = bounded(askOf(options.handlers), LIMITS.asks, MODE_CHANGE.house_ms);
  }

  /** Resolves with the address once the thread listens. @throws Error saying what to do */
  start(): Promise<string> {
    const { host, dataFolder, pages, version, site, channels, entry } = this.#options;
    const setup: WorkerSetup = { host, port: this.#port, dataFolder, pages, version, site, channels };
    // Without the cache this thread loads the TypeScript stripper too: 25 MB more, and a slower start.
    const env = { NODE_COMPILE_CACHE: join(dataFolder, "compile-cache"), ...process.env };
    const worker = new Worker(entry, { workerData: setup, resourceLimits: MEMORY, env, name: "web" });
    const post = (message: ToWeb): void => worker.postMessage(message);
    const publisher = new Publisher((house) => this.#hand(post, publisher, house));
    this.#running = { worker, publisher, since: performance.now() };

    return new Promise((resolve, reject) => {
      let listens = false;
      let problem: string | undefined;
      worker.on("message", (message: FromWeb) => {
        if (message.say === "taken") publisher.taken();
        else if (message.say === "failed") this.onFailure?.(message.message);
        else if (message.say === "ask") {
          const { id, request } = message;
          void answerTo(this.#ask, request).then((answer) => post({ say: "answer", id, answer }));
        } else if (message.say === "refused") problem = portTrouble(this.#options, message.code, message.message);
        else {
          listens = true;
          this.#port = message.port;
          if (this.#newest) publisher.publish(this.#newest);
          resolve(message.url);
        }
      });
      worker.on("error", (error) => {
        problem ??= `The web's thread died: ${wordsOf(error)}`;
      });
      worker.on("exit", (code) => {
        publisher.stop();
        problem ??= `The web's thread ended with code ${code}`;
        if (listens) {
          this.#died(worker, problem);
        } else {
          this.#running = undefined;
          reject(new Error(problem));
        }
      });
    });
  }

  /** Shows this state; while the thread is busy or dead, only the newest is kept. */
  publish(house: HouseState): void {
    this.#newest = house;
    const running = this.#running;
    if (!running) return;
    if (running.publisher.owed_ms(performance.now()) > (this.#options.hanging_ms ?? HANGING_MS)) {
      void running.worker.terminate();
      return;
    }
    running.publisher.publish(house);
  }

  /** Asks the thread to end, and ends it hard when it does not within the second. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#restart);
    const running = this.#running;
    if (!running) return;
    running.publisher.stop();
    const ended = new Promise<void>((resolve) => running.worker.once("exit", () => resolve()));
    running.worker.postMessage({ say: "stop" } satisfies ToWeb);
    const timer = setTimeout(() => void running.worker.terminate(), STOP_MS);
    await ended;
    clearTimeout(timer);
  }

  /** What cannot be copied to the other thread must not throw into the house's cycle. */
  #hand(post: (message: ToWeb) => void, publisher: Publisher, house: HouseState): void {
    try {
      post({ say: "state", house });
    } catch (error) {
      this.onFailure?.(`A state could not be handed to the web: ${wordsOf(error)}`);
      queueMicrotask(() => publisher.taken());
    }
  }

  #died(worker: Worker, problem: string): void {
    const since = this.#running?.worker === worker ? this.#running.since : undefined;
    this.#running = undefined;
    if (this.#stopped) return;
    if (since !== undefined && performance.now() - since > SOUND_MS) {
      this.#restart_ms = this.#options.restart_ms ?? RESTART_FIRST_MS;
    }
    const wait_ms = this.#restart_ms;
    this.#restart_ms = Math.min(RESTART_LAST_MS, wait_ms * 2);
    this.onFailure?.(`${problem}; it starts anew in ${wait_ms / 1000} s`);
    this.#restart = setTimeout(() => {
      this.start().catch((error: Error) => this.#died(worker, error.message));
    }, wait_ms);
  }
}
