/** The thread that reads the history for the web: a disk that does not answer holds it, and not who serves the page. */

import { flushCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import { type Questions, StoreError } from "../../model/index.ts";
import { type DiskHistory, openHistory } from "./history.ts";
import { packing } from "./packed.ts";
import { type FromReader, plainError, type ToReader, type What } from "./wire.ts";

if (!parentPort) throw new Error("reader-thread.ts runs as a worker thread: start Gleaner with npm start");
const port = parentPort;
const folder: string = workerData;

function tell(message: FromReader): void {
  port.postMessage(message);
}

/** Asks by name; the types of both ends are the same. */
function answer(history: Questions, what: What, asked: readonly unknown[]): Promise<unknown> {
  const questions = packing(history);
  return Reflect.apply(questions[what], questions, asked);
}

class Reader {
  #history: DiskHistory | undefined;
  #moment: Questions | undefined;
  /** Ends each hold that was asked for; nobody may wait for it any more when it comes. */
  readonly #holds = new Map<number, PromiseWithResolvers<void>>();

  hear(message: ToReader): void {
    if (message.do === "ask") void this.#ask(message);
    else if (message.do === "hold") void this.#hold(message.number);
    else if (message.do === "release") this.#holds.get(message.number)?.resolve();
    else this.#close();
  }

  async #ask({ number, what, asked, held }: ToReader & { readonly do: "ask" }): Promise<void> {
    try {
      this.#history ??= openHistory(folder);
      const history = held ? this.#moment : this.#history;
      if (!history) throw new StoreError({ code: "other", message: "The history was closed: ask again", fatal: false });
      tell({ did: "answer", number, answer: await answer(history, what, asked) });
    } catch (error) {
      tell({ did: "fail", number, error: plainError(error) });
    }
  }

  async #hold(number: number): Promise<void> {
    const end = Promise.withResolvers<void>();
    this.#holds.set(number, end);
    try {
      this.#history ??= openHistory(folder);
      await this.#history.together(async (moment) => {
        this.#moment = moment;
        tell({ did: "held", number });
        await end.promise;
        this.#moment = undefined;
      });
    } catch (error) {
      tell({ did: "fail", number, error: plainError(error) });
    } finally {
      this.#holds.delete(number);
    }
  }

  #close(): void {
    for (const { resolve } of this.#holds.values()) resolve();
    this.#history?.close();
    this.#history = undefined;
  }
}

const reader = new Reader();
port.on("message", (message: ToReader) => reader.hear(message));
// the next one is there sooner; this one may be ended at any time
flushCompileCache();
