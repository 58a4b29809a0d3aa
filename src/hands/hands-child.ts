import { type ChildProcess, fork } from "node:child_process";
import { Socket } from "node:net";
import { wordsOf } from "../model/trouble.ts";
import { endWithStarted } from "./group.ts";
import { LastWords } from "./last-words.ts";
import { argumentsOf, type HandsArguments } from "./left-hands.ts";
import type { FromHands, ToHands } from "./messages.ts";
import { threadsFor } from "./threads.ts";

/** It holds little; more would be a mistake of ours. */
const FLAGS = [
  "--max-old-space-size=48",
  "--max-semi-space-size=1",
  "--optimize-for-size",
  "--disable-warning=ExperimentalWarning",
];
/** What of its stderr is handed on, characters. */
const MOST_WORDS = 8_000;
const END_WITHIN_MS = 300;

export interface ChildOptions {
  readonly entry: URL;
  /** Outputs that are files. */
  readonly outputs: number;
  /** Whose hands they are. */
  readonly home: string;
  readonly isFirst: boolean;
}

/** What becomes of the process. */
export interface ChildEvents {
  ready(): void;
  hear(message: FromHands): void;
  /** A line of its stderr. */
  said(line: string): void;
  /** Once. */
  ended(why: string): void;
}

/** One process of the hands, from its start to its end. */
export class HandsChild {
  readonly #child: ChildProcess;
  readonly #since = performance.now();
  #isReady = false;
  /** Since when it has owed the answer to a ping. */
  #owed_since: number | undefined;
  #missed = 0;
  #pings = 0;

  /** @param isFirst it ends what hands of the same home an earlier house has left */
  constructor({ entry, outputs, home, isFirst }: ChildOptions, events: ChildEvents) {
    const args: HandsArguments = { outputs, home, house: process.pid, isFirst };
    const child = fork(entry, argumentsOf(args), {
      execArgv: FLAGS,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      env: { ...process.env, UV_THREADPOOL_SIZE: String(threadsFor(outputs)) },
    });
    this.#child = child;
    const words = new LastWords(events.said, MOST_WORDS);
    child.stderr?.setEncoding("utf8").on("data", (said: string) => words.take(said));
    child.on("message", (message: FromHands) => this.#hear(message, events));
    let over = false;
    const end = (why: string): void => {
      if (!over) events.ended(why);
      over = true;
    };
    child.on("error", (error) => end(wordsOf(error)));
    child.on("exit", (code, signal) => end(`it ended with ${signal ?? code}`));
    child.on("close", () => words.end());
    // it alone keeps nothing alive
    child.unref();
    child.channel?.unref();
    if (child.stderr instanceof Socket) child.stderr.unref();
  }

  #hear(message: FromHands, events: ChildEvents): void {
    if (message.did === "ready") {
      this.#isReady = true;
      events.ready();
    } else if (message.did === "pong") {
      this.#owed_since = undefined;
      this.#missed = 0;
    } else {
      events.hear(message);
    }
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** How long it has lived, ms. */
  get age_ms(): number {
    return performance.now() - this.#since;
  }

  /** How long it has owed an answer, ms. */
  get owed_ms(): number {
    return this.#owed_since === undefined ? 0 : performance.now() - this.#owed_since;
  }

  /** Asks whether it is there, unless it owes that answer already. @returns how many looks in a row it has owed one */
  look(): number {
    if (!this.#isReady) return 0;
    if (this.#owed_since !== undefined) return ++this.#missed;
    this.#owed_since = performance.now();
    this.post({ do: "ping", number: ++this.#pings });
    return 0;
  }

  /** How many looks in a row found it owing an answer. */
  get missed(): number {
    return this.#missed;
  }

  get isSilent(): boolean {
    return this.#missed > 0;
  }

  /** @returns whether there is anybody to take it */
  post(message: ToHands): boolean {
    if (!this.#child.connected) return false;
    this.#child.send(message, () => undefined);
    return true;
  }

  /** Ends it by force, with the programs that it has started, also those of which it has not told yet. */
  kill(): void {
    const { pid, exitCode, signalCode } = this.#child;
    // what has ended has a number that is another's
    if (pid !== undefined && exitCode === null && signalCode === null) endWithStarted(pid);
  }

  /** Lets go of it: it comes to its end by itself, or is ended. */
  async end(): Promise<void> {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once("exit", () => resolve());
    const timer = setTimeout(() => {
      this.kill();
      // what hangs in the kernel cannot be waited for
      setTimeout(resolve, END_WITHIN_MS);
    }, END_WITHIN_MS);
    child.ref();
    if (child.connected) child.disconnect();
    await promise;
    clearTimeout(timer);
  }
}
