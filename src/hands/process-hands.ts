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
import { BY_SHELL } from "./by-shell.ts";
import { Client } from "./client.ts";
import { signalGroup } from "./group.ts";
import { HandsChild } from "./hands-child.ts";
import type { ToHands } from "./messages.ts";
import { Service } from "./service.ts";

const ENTRY = new URL(`hands-process.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
const LOOK_EVERY_MS = 750;
/** Silent for so long, it is told; for so many looks, somebody else is looked for; and for so many, it is replaced. */
const TOLD_AFTER_MS = 1_500;
const DOUBTED_AFTER_LOOKS = 2;
const REPLACED_AFTER_LOOKS = 4;
/** While an order waits the looks come faster. They are counted, not timed: a house that itself stood still blames nobody. */
const URGENT_LOOK_EVERY_MS = 75;
/** A slow machine takes its time to start a process; while an order waits, a second one is begun after so long. */
const START_WITHIN_MS = 20_000;
const URGENT_START_WITHIN_MS = 2_000;
/** The first start of all, on a slow machine. */
const FIRST_START_MS = 5_000;
/** The one that stands by is begun when the house is up. */
const STAND_BY_AFTER_MS = 1_500;
const RESTART_FIRST_MS = 500;
const RESTART_LAST_MS = 30_000;
/** Between two starts, whoever waits. */
const STARTS_APART_MS = 200;
/** Whoever lived for so long has not failed at its start: the next restart is quick again. */
const LIVED_MS = 3_000;
/** So many that ended within so long: they do not live long enough to carry out an order. */
const NEED_DEATHS = 3;
const NEED_WITHIN_MS = 5_000;
/** A restart is told for so long. */
const TOLD_FOR_MS = 60_000;
/** One stands by; two while those that are there do not answer. */
const STAND_BY = 1;
const MOST_STAND_BY = 2;

export interface HandsOptions {
  /** Outputs that are files: each must be written whatever the others do. */
  readonly outputs: number;
  /** Told each time that a process had to be started anew. */
  readonly onRestart: (why: string) => void;
  /** Told each line that a process says of itself, up to a bound. */
  readonly said: (line: string) => void;
  /** Told how long the house took to read a program's output, ms. */
  readonly took?: (program: string, ms: number) => void;
  /** Told once of each file of a secret that any user of the machine may read. */
  readonly openSecret?: (path: string) => void;
  /** Whose hands they are: the folder of the house's data. Those that an earlier house of it has left are ended. */
  readonly home: string;
  /** The program of the process. */
  readonly entry?: URL;
}

/**
 * The hands of a house: a process of their own, so that no file of users, whatever disk or network it lies on, and no
 * start of a program can hold the house, nor keep its process from ending. One that dies or hangs is replaced by another
 * that stands by; what was asked of it is asked again. While an order waits, no pause and no slow start is waited for.
 */
export class ProcessHands implements Hands {
  readonly files: Files;
  readonly programs: Programs;
  readonly #options: HandsOptions;
  readonly #client: Client;
  readonly #timer: NodeJS.Timeout;
  /** Those that an earlier house has left are gone. */
  #wasReady = false;
  readonly #began_mono = performance.now();
  #urgent: NodeJS.Timeout | undefined;
  /** The one that works; it is ready. */
  #now: HandsChild | undefined;
  /** Those that stand by, or are being started. */
  readonly #others = new Set<HandsChild>();
  #start_timer: NodeJS.Timeout | undefined;
  #started_mono = Number.NEGATIVE_INFINITY;
  #restart_ms = RESTART_FIRST_MS;
  /** When the last of them ended, or could not be started. */
  #deaths_mono: readonly number[] = [];
  /** Carries out orders in shells, while no hands live long enough. */
  #helper: Service | undefined;
  #helped_mono = Number.NEGATIVE_INFINITY;
  #lost: { readonly why: string; readonly mono: number } | undefined;
  /** When this process is ended from outside, once it stops. */
  #end_mono: number | undefined;
  #over = false;

  constructor(options: HandsOptions) {
    this.#options = options;
    this.#client = new Client({
      post: (message) => this.#now?.post(message) ?? false,
      orderWaits: () => this.#hurry(),
      helper: (message) => this.#help(message),
      isNeed: () => this.#isNeed(),
      took: options.took,
      openSecret: options.openSecret,
    });
    this.files = this.#client.files;
    this.programs = this.#client.programs;
    this.#start();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS).unref();
  }

  invite(entry: URL, setup: unknown, events: GuestEvents): Guest {
    return this.#client.invite(entry, setup, events);
  }

  inviteProcess(entry: URL, flags: readonly string[], events: GuestEvents): Guest {
    return this.#client.inviteProcess(entry, flags, events);
  }

  /** What is wrong with the process, or was within the last minute, and with secrets, for the page. */
  get problems(): Reason[] {
    const owed_ms = this.#now?.owed_ms ?? 0;
    const isRecent = this.#lost && (!this.#now || performance.now() - this.#lost.mono < TOLD_FOR_MS);
    return [
      ...(owed_ms > TOLD_AFTER_MS ? [reason("hands_silent", { age: owed_ms })] : []),
      ...(performance.now() - this.#helped_mono < TOLD_FOR_MS ? [reason("hands_helped")] : []),
      ...(isRecent ? [reason("hands_lost", { problem: this.#lost?.why ?? "" })] : []),
      ...this.#client.stale.map((problem) => reason("secret_stale", { problem })),
    ];
  }

  /** The house stops: whatever of it hangs, its process is ended by force after so long. */
  seeItEnd(within_ms: number): void {
    this.#end_mono = performance.now() + within_ms;
    for (const child of this.#all()) this.#tellEnd(child);
    this.#hurry();
  }

  /** Ends the processes, with all that they run, within the second. */
  async stop(): Promise<void> {
    this.#rest();
    await Promise.all(this.#all().map((child) => child.end()));
  }

  /** The same at once, where nothing can be waited for: those that answer come to their end when this process is gone. */
  abandon(): void {
    this.#rest();
    for (const child of this.#all()) if (!child.isReady || child.isSilent) child.kill();
  }

  #rest(): void {
    this.#over = true;
    clearInterval(this.#timer);
    clearInterval(this.#urgent);
    clearTimeout(this.#start_timer);
    this.#endPrograms();
  }

  #all(): HandsChild[] {
    return [...(this.#now ? [this.#now] : []), ...this.#others];
  }

  #start(): void {
    clearTimeout(this.#start_timer);
    this.#start_timer = undefined;
    if (this.#over) return;
    const { outputs, home, entry = ENTRY, said } = this.#options;
    this.#started_mono = performance.now();
    try {
      const child: HandsChild = new HandsChild(
        { entry, outputs, home, isFirst: !this.#wasReady },
        {
          ready: () => this.#ready(child),
          hear: (message) => {
            if (child === this.#now) this.#client.hear(message);
          },
          said,
          ended: (why) => this.#ended(child, why),
        },
      );
      this.#others.add(child);
    } catch (error) {
      // the system has no memory for one more: it may have some later
      this.#tellLost(wordsOf(error));
      this.#startAnew();
    }
  }

  #startIn(ms: number): void {
    if (this.#over) return;
    const apart_ms = this.#started_mono + STARTS_APART_MS - performance.now();
    clearTimeout(this.#start_timer);
    this.#start_timer = setTimeout(() => this.#start(), Math.max(ms, apart_ms)).unref();
  }

  #ready(child: HandsChild): void {
    this.#wasReady = true;
    this.#tellEnd(child);
    if (!this.#now) this.#take(child);
    if (this.#others.size < STAND_BY) this.#startIn(Math.max(STAND_BY_AFTER_MS, this.#restart_ms));
  }

  #tellEnd(child: HandsChild): void {
    if (this.#end_mono === undefined || !child.isReady) return;
    child.post({ do: "see_it_end", within_ms: Math.max(0, this.#end_mono - performance.now()) });
  }

  /** It works from now on. */
  #take(child: HandsChild): void {
    this.#others.delete(child);
    this.#now = child;
    this.#client.begin();
  }

  /** An order waits, or the end: nobody who is silent is waited for. */
  #hurry(): void {
    if (this.#urgent || this.#over) return;
    this.#look();
    // the answers that have come are read before anybody is judged
    this.#urgent = setInterval(() => setImmediate(() => this.#lookUrgently()), URGENT_LOOK_EVERY_MS);
  }

  #lookUrgently(): void {
    if (!this.#over && (this.#client.orderWaiting || this.#end_mono !== undefined)) {
      this.#look();
      return;
    }
    clearInterval(this.#urgent);
    this.#urgent = undefined;
  }

  #look(): void {
    // those that stand by come first: who is silent must not be taken
    for (const child of this.#all().reverse()) {
      const isSlow = !child.isReady && child.age_ms > START_WITHIN_MS;
      if (child.look() >= REPLACED_AFTER_LOOKS || isSlow) this.#replace(child, "it did not answer");
    }
    this.#client.help(this.#isForsaken());
    if (this.#client.orderWaiting) this.#haveSomebody();
    else if (this.#others.size > STAND_BY && this.#now?.isSilent === false) this.#dismissOne();
  }

  /** An order waits: unless somebody answers, or comes soon, one more is started. */
  #haveSomebody(): void {
    const isFit = (child: HandsChild): boolean =>
      child.isReady ? child.missed < DOUBTED_AFTER_LOOKS : child.age_ms < URGENT_START_WITHIN_MS;
    if (!this.#all().some(isFit) && this.#others.size < MOST_STAND_BY) this.#startIn(0);
  }

  #dismissOne(): void {
    for (const child of this.#others) {
      this.#others.delete(child);
      void child.end();
      return;
    }
  }

  #replace(child: HandsChild, why: string): void {
    child.kill();
    this.#ended(child, why);
  }

  #ended(child: HandsChild, why: string): void {
    const worked = child === this.#now;
    if (this.#over || !(this.#others.delete(child) || worked)) return;
    this.#tellLost(why);
    if (worked) {
      this.#now = undefined;
      this.#endPrograms();
      const ready = [...this.#others].filter(({ isReady }) => isReady);
      const next = ready.find(({ isSilent }) => !isSilent) ?? ready[0];
      if (next) this.#take(next);
    }
    if (child.age_ms > LIVED_MS) this.#restart_ms = RESTART_FIRST_MS;
    this.#startAnew();
  }

  /** Nobody is there, and it is not because the first ones still start. */
  #isForsaken(): boolean {
    return !this.#now && (this.#lost !== undefined || performance.now() - this.#began_mono > FIRST_START_MS);
  }

  #isNeed(): boolean {
    const from_mono = performance.now() - NEED_WITHIN_MS;
    return this.#deaths_mono.length >= NEED_DEATHS && this.#deaths_mono.every((mono) => mono >= from_mono);
  }

  #help(message: ToHands): void {
    if (message.do === "see_it_end") return;
    this.#helped_mono = performance.now();
    this.#helper ??= new Service(
      (answer) => {
        // what it cannot read the next hands may be able to
        if (answer.did !== "stale") this.#client.hear(answer);
      },
      this.#options.outputs,
      { ways: BY_SHELL, home: this.#options.home },
    );
    this.#helper.hear(message);
  }

  #tellLost(why: string): void {
    const mono = performance.now();
    this.#lost = { why, mono };
    this.#deaths_mono = [...this.#deaths_mono, mono].slice(-NEED_DEATHS);
    this.#options.onRestart(why);
  }

  #startAnew(): void {
    if (this.#others.size === 0) this.#startIn(!this.#now && this.#client.orderWaiting ? 0 : this.#restart_ms);
    this.#restart_ms = Math.min(RESTART_LAST_MS, 2 * this.#restart_ms);
  }

  /** Nobody looks after them any more. */
  #endPrograms(): void {
    for (const group of this.#client.lost(gone(), this.#over)) signalGroup(group, "SIGKILL");
  }
}

function gone(): FileTrouble {
  return new FileTrouble("NO_HANDS", "the process that uses files and programs is being started anew: try again", {
    code: "hands_anew",
  });
}
