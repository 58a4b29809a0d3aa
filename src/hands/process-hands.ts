import { type ChildProcess, fork } from "node:child_process";
import {
  type Files,
  FileTrouble,
  type Guest,
  type GuestEvents,
  type Hands,
  type Programs,
  type Reason,
  reason,
  wordsOf,
} from "../model/index.ts";
import { Client } from "./client.ts";
import { signalGroup } from "./group.ts";
import type { FromHands, ToHands } from "./messages.ts";
import { threadsFor } from "./threads.ts";

const ENTRY = new URL(`hands-process.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
/** It holds little; more would be a mistake of ours. */
const FLAGS = [
  "--max-old-space-size=48",
  "--max-semi-space-size=1",
  "--optimize-for-size",
  "--disable-warning=ExperimentalWarning",
];
const PING_EVERY_MS = 1_000;
/** Silent for so long, it is told; and for so long, replaced. */
const TOLD_AFTER_MS = 1_500;
const REPLACED_AFTER_MS = 5_000;
/** A slow machine takes its time to start a process. */
const START_WITHIN_MS = 20_000;
const RESTART_FIRST_MS = 500;
const RESTART_LAST_MS = 30_000;
/** After so long without dying the next restart is quick again. */
const SOUND_MS = 60_000;
const END_WITHIN_MS = 300;

export interface HandsOptions {
  /** Outputs that are files: each must be written whatever the others do. */
  readonly outputs: number;
  /** Told each time that the process had to be started anew. */
  readonly onRestart: (why: string) => void;
  /** Told how long the house took to read a program's output, ms. */
  readonly took?: (program: string, ms: number) => void;
  /** The program of the process. */
  readonly entry?: URL;
}

/** One process, from its start to its end. */
class HandsProcess {
  readonly #child: ChildProcess;
  readonly #since = performance.now();
  #ready = false;
  /** Since when it has owed the answer to a ping. */
  #owed_since: number | undefined;
  #pings = 0;

  constructor(outputs: number, entry: URL, hear: (message: FromHands) => void, ended: (why: string) => void) {
    const child = fork(entry, [String(outputs)], {
      execArgv: FLAGS,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: { ...process.env, UV_THREADPOOL_SIZE: String(threadsFor(outputs)) },
    });
    this.#child = child;
    child.on("message", (message: FromHands) => {
      if (message.did === "ready") this.#ready = true;
      else if (message.did === "pong") this.#owed_since = undefined;
      else hear(message);
    });
    child.on("error", (error) => ended(wordsOf(error)));
    child.on("exit", (code, signal) => ended(`it ended with ${signal ?? code}`));
    // it alone keeps nothing alive
    child.unref();
    child.channel?.unref();
  }

  /** How long it has lived, ms. */
  get age_ms(): number {
    return performance.now() - this.#since;
  }

  /** How long it has owed an answer, ms; a start is given its time. */
  get owed_ms(): number {
    if (!this.#ready) return Math.max(0, this.age_ms - START_WITHIN_MS);
    return this.#owed_since === undefined ? 0 : performance.now() - this.#owed_since;
  }

  /** Asks whether it is there, unless it owes that answer already. */
  ping(): void {
    if (!this.#ready || this.#owed_since !== undefined) return;
    this.#owed_since = performance.now();
    this.post({ do: "ping", number: ++this.#pings });
  }

  post(message: ToHands): void {
    if (!this.#child.connected) throw gone();
    this.#child.send(message, () => undefined);
  }

  kill(): void {
    this.#child.kill("SIGKILL");
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

function gone(): FileTrouble {
  return new FileTrouble("NO_HANDS", "the process that uses files and programs is being started anew: try again");
}

/**
 * The hands of a house: a process of their own, so that no file of users, whatever disk or network it lies on, and no
 * start of a program can hold the house, nor keep its process from ending. One that dies or hangs is replaced.
 */
export class ProcessHands implements Hands {
  readonly files: Files;
  readonly programs: Programs;
  readonly #options: HandsOptions;
  readonly #client: Client;
  readonly #timer: NodeJS.Timeout;
  #process: HandsProcess | undefined;
  #restart: NodeJS.Timeout | undefined;
  #restart_ms = RESTART_FIRST_MS;
  #why: string | undefined;
  #over = false;

  constructor(options: HandsOptions) {
    this.#options = options;
    this.#client = new Client((message) => {
      if (!this.#process) throw gone();
      this.#process.post(message);
    }, options.took);
    this.files = this.#client.files;
    this.programs = this.#client.programs;
    this.#start();
    this.#timer = setInterval(() => this.#look(), PING_EVERY_MS).unref();
  }

  invite(entry: URL, setup: unknown, events: GuestEvents): Guest {
    return this.#client.invite(entry, setup, events);
  }

  inviteProcess(entry: URL, flags: readonly string[], events: GuestEvents): Guest {
    return this.#client.inviteProcess(entry, flags, events);
  }

  /** What is wrong with the process, for the page; `undefined`: nothing. */
  get problem(): Reason | undefined {
    if (!this.#process) return reason("hands_lost", { problem: this.#why ?? "" });
    const { owed_ms } = this.#process;
    return owed_ms > TOLD_AFTER_MS ? reason("hands_silent", { age: owed_ms }) : undefined;
  }

  /** The house stops: whatever of it hangs, its process is ended by force after so long. */
  seeItEnd(within_ms: number): void {
    try {
      this.#process?.post({ do: "see_it_end", within_ms });
    } catch {
      // then it must end by itself
    }
  }

  /** Ends the process, with all that it runs, within the second. */
  async stop(): Promise<void> {
    this.#over = true;
    clearInterval(this.#timer);
    clearTimeout(this.#restart);
    this.#endPrograms();
    await this.#process?.end();
  }

  #start(): void {
    const { outputs, entry = ENTRY } = this.#options;
    const started: HandsProcess = new HandsProcess(
      outputs,
      entry,
      (message) => this.#client.hear(message),
      (why) => this.#ended(started, why),
    );
    this.#process = started;
    this.#client.followAgain();
  }

  /** Nobody looks after them any more. */
  #endPrograms(): void {
    for (const group of this.#client.lost(gone())) signalGroup(group, "SIGKILL");
  }

  #look(): void {
    const hands = this.#process;
    if (!hands) return;
    if (hands.owed_ms <= REPLACED_AFTER_MS) hands.ping();
    else {
      hands.kill();
      this.#ended(hands, "it did not answer");
    }
  }

  #ended(hands: HandsProcess, why: string): void {
    if (this.#process !== hands || this.#over) return;
    this.#process = undefined;
    this.#why = why;
    this.#endPrograms();
    if (hands.age_ms > SOUND_MS) this.#restart_ms = RESTART_FIRST_MS;
    this.#options.onRestart(why);
    this.#restart = setTimeout(() => this.#start(), this.#restart_ms);
    this.#restart_ms = Math.min(RESTART_LAST_MS, 2 * this.#restart_ms);
  }
}
