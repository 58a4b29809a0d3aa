import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type HouseState, wordsOf } from "../../model/index.ts";
import { type Ask, answerTo } from "../asking/requests.ts";
import type { WebOptions } from "./options.ts";
import { PaintersHere } from "./painters.ts";
import type { FromWeb, ToWeb, WorkerSetup } from "./protocol.ts";
import { Publisher } from "./publisher.ts";

const STOP_MS = 900;
const MEMORY = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 4, stackSizeMb: 4 };

/** What a person should do about a port that cannot be had. */
function portTrouble({ configFile, host, port }: WebOptions, code: string, message: string): string {
  const where = `set web.port in ${configFile ?? "the configuration"}`;
  if (code === "EADDRINUSE") return `Port ${port} is taken by another program: stop it or ${where}`;
  if (code === "EACCES") return `Port ${port} needs root: ${where} to one above 1023`;
  if (code === "EADDRNOTAVAIL") return `web.host ${host} is no address of this machine: use 127.0.0.1`;
  return `The web cannot listen on ${host} port ${port}: ${message}`;
}

/** Where a thread listens. */
export interface Listening {
  readonly url: string;
  readonly port: number;
}

/** One thread of the web from its start to its end, seen from the house. */
export class WebThread {
  /** Rejects, saying what to do, when the thread ends before it listens. */
  readonly listening: Promise<Listening>;
  /** Why it ended. */
  readonly ended: Promise<string>;
  readonly #worker: Worker;
  readonly #publisher: Publisher;
  readonly #tell: (failure: string) => void;
  #killed = false;

  /**
   * @param port instead of that of the options: after a restart the same as before
   * @param tell called for the log when a request failed, or something could not be handed over
   */
  constructor(options: WebOptions, port: number, ask: Ask, tell: (failure: string) => void) {
    const { host, dataFolder, pages, version, site, channels, names, entry, sockets } = options;
    const setup: WorkerSetup = { host, port, dataFolder, pages, version, site, channels, names, sockets };
    // Without the cache a thread that runs TypeScript loads the type stripper too: 25 MB more, and a slower start.
    const cache = entry.pathname.endsWith(".ts") ? { NODE_COMPILE_CACHE: join(dataFolder, "compile-cache") } : {};
    const env = { ...cache, ...process.env };
    this.#tell = tell;
    this.#worker = new Worker(entry, { workerData: setup, resourceLimits: MEMORY, env, name: "web" });
    this.#publisher = new Publisher((house) => this.#hand(house));

    const listening = Promise.withResolvers<Listening>();
    const ended = Promise.withResolvers<string>();
    this.listening = listening.promise;
    this.ended = ended.promise;
    const painters = new PaintersHere(options.startPainter, (message) => this.#post(message));
    let problem: string | undefined;
    this.#worker.on("message", (message: FromWeb) => {
      if (message.say === "taken") this.#publisher.taken();
      else if (message.say === "failed") tell(message.message);
      else if (message.say === "paint") painters.act(message.id, message.act);
      else if (message.say === "ask") void this.#answer(ask, message);
      else if (message.say === "refused") problem = portTrouble(options, message.code, message.message);
      else listening.resolve(message);
    });
    this.#worker.on("error", (error) => {
      problem ??= `The web's thread died: ${wordsOf(error)}`;
    });
    this.#worker.on("exit", (code) => {
      this.#publisher.stop();
      painters.end();
      problem ??= `The web's thread ended with code ${code}`;
      listening.reject(new Error(problem));
      ended.resolve(problem);
    });
  }

  /** Shows this state; while the thread is busy only the newest is kept. */
  publish(house: HouseState): void {
    this.#publisher.publish(house);
  }

  /** How long the thread has not taken a state that it was handed, ms. */
  get owed_ms(): number {
    return this.#publisher.owed_ms(performance.now());
  }

  /** Ends it hard; once, however often it is called until the thread is gone. */
  kill(): void {
    if (this.#killed) return;
    this.#killed = true;
    void this.#worker.terminate();
  }

  /** Asks the thread to end, and ends it hard when it does not within the second. */
  async stop(): Promise<void> {
    this.#publisher.stop();
    this.#post({ say: "stop" });
    const timer = setTimeout(() => this.kill(), STOP_MS);
    await this.ended;
    clearTimeout(timer);
  }

  #post(message: ToWeb): void {
    this.#worker.postMessage(message);
  }

  /** What cannot be copied to the other thread must not throw into the house's cycle. */
  #hand(house: HouseState): void {
    try {
      this.#post({ say: "state", house });
    } catch (error) {
      this.#tell(`A state could not be handed to the web: ${wordsOf(error)}`);
      queueMicrotask(() => this.#publisher.taken());
    }
  }

  /** What the web does not hear in time it takes for a house that does not answer. */
  async #answer(ask: Ask, { id, request }: Extract<FromWeb, { say: "ask" }>): Promise<void> {
    const answer = await answerTo(ask, request);
    try {
      this.#post({ say: "answer", id, answer });
    } catch (error) {
      this.#tell(`A reply could not be handed to the web: ${wordsOf(error)}`);
    }
  }
}
