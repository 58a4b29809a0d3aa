import {
  type Batch,
  type DiskFigures,
  type Store,
  StoreError,
  type StoreTrouble,
  type Telling,
  tellingOf,
  type Unit,
} from "../../model/index.ts";
import type { Chore, Result } from "../chores/chore.ts";
import type { SetAside } from "../database/aside.ts";
import type { FolderLock } from "../database/lock.ts";
import type { FromWriter, ToWriter } from "../thread/messages.ts";
import type { WireBatch } from "../writing/batch.ts";
import { Encoder } from "./encode.ts";

/** How the store stands, for the page and `/health`. */
export interface StoreHealth extends DiskFigures {
  /** A batch was taken and is not on the disk yet. */
  readonly is_writing: boolean;
  /** Since the start: readings on the disk, and those left out because they cannot be kept. */
  readonly stored_readings: number;
  readonly dropped_readings: number;
  /** How long the last transaction took, sync included; `null` before the first. */
  readonly last_commit_ms: number | null;
  /** What stands in the way of storing, with what to do; `null` once a commit succeeded again. */
  readonly problem: Telling | null;
}

/** The store on a disk. */
export interface DiskStore extends Store {
  readonly folder: string;
  /** What was found damaged when the store was opened now, and set aside for a fresh one; `null`: nothing. */
  readonly set_aside: SetAside | null;
  health(): StoreHealth;
  /**
   * Forgets the readings of a channel before an instant (UTC ms), for ever; in small steps, between which commits go on.
   * @returns how many there were
   * @throws StoreError; what was forgotten until then stays so
   */
  prune(channel: string, before: number): Promise<number>;
}

/** How to open the store. */
export interface StoreOptions {
  /** The data folder; created when missing. */
  readonly folder: string;
  /** The database may not grow beyond so many bytes; absent: no limit but the disk. */
  readonly max_bytes?: number | undefined;
  /** The newest readings are put into blocks when there are so many; absent: 60,000, and at the end of each day. */
  readonly full_head?: number | undefined;
  /** A database that is damaged is set aside, and a fresh one begun with what its house remembered; absent: refused. */
  readonly set_damaged_aside?: boolean | undefined;
  /** How long `close` waits for the disk. */
  readonly close_within_ms?: number | undefined;
}

/** A batch is one transaction: a larger one would hold up chores for long, and take more memory than the writer has. */
const MOST_READINGS = 100_000;
const MOST_DECISIONS = 10_000;
const CLOSE_WITHIN_MS = 30_000;

/** The writer's thread, as the house sees it; a `Worker` is one. */
export interface WriterThread {
  on(event: "message", heard: (message: FromWriter) => void): unknown;
  on(event: "error", failed: (error: Error) => void): unknown;
  on(event: "exit", ended: () => void): unknown;
  postMessage(message: ToWriter): void;
  /** Whether what it does keeps the process alive. */
  ref(): void;
  unref(): void;
  terminate(): Promise<unknown>;
}

/** The batch that the writer has in hand, and who waits for it. */
interface InHand {
  readonly batch: WireBatch;
  readonly resolve: () => void;
  readonly reject: (error: StoreError) => void;
}

function other(message: string): StoreError {
  return new StoreError({ code: "other", message, fatal: false });
}

/** A chore that the writer has in hand, and who waits for it. */
interface Asked {
  readonly resolve: (result: number) => void;
  readonly reject: (error: StoreError) => void;
}

/** The house's end of the store: hands the writer's thread one batch after the other. What waits, waits with the caller. */
export class ThreadedStore implements DiskStore {
  readonly folder: string;
  readonly set_aside: SetAside | null;
  readonly #worker: WriterThread;
  readonly #lock: FolderLock;
  readonly #options: StoreOptions;
  readonly #encoder = new Encoder();
  /** `null` when the writer has no batch. */
  #inHand: InHand | null = null;
  readonly #chores = new Map<number, Asked>();
  #lastChore = 0;
  #memory: string | null;
  #stored_readings = 0;
  #no_room = 0;
  #unfit = 0;
  #unfit_channels: readonly string[] = [];
  #last_commit_ms: number | null = null;
  #disk: DiskFigures = { written_bytes: null, database_bytes: null };
  #problem: Telling | null = null;
  #upkeepProblem: Telling | null = null;
  #failed: StoreError | null = null;
  #closing: Promise<void> | null = null;
  #onIdle: (() => void) | null = null;
  #onClosed: ((trouble: StoreTrouble | null) => void) | null = null;

  constructor(
    worker: WriterThread,
    memory: string | null,
    lock: FolderLock,
    options: StoreOptions,
    set_aside: SetAside | null = null,
  ) {
    this.#worker = worker;
    this.#memory = memory ?? set_aside?.memory ?? null;
    this.set_aside = set_aside;
    this.#lock = lock;
    this.#options = options;
    this.folder = lock.folder;
    worker.on("message", (message: FromWriter) => this.#hear(message));
    worker.on("error", (error: Error) => this.#fail(died(error.message)));
    worker.on("exit", () => this.#fail(died("it ended by itself")));
    worker.unref();
  }

  commit(batch: Batch): Promise<void> {
    return new Promise((resolve, reject) => {
      const refusal = this.#refusal(batch);
      if (refusal) return reject(refusal);
      const wire = this.#encoder.encode(batch);
      if (isEmpty(wire) && !this.#encoder.hasNews) return resolve();
      this.#write({ batch: wire, resolve, reject });
    });
  }

  prune(channel: string, before: number): Promise<number> {
    return this.#chore({ do: "prune", channel, before });
  }

  #chore(chore: Chore): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#failed) return reject(this.#failed);
      if (this.#closing) return reject(other("The store is closed: nothing more can be done"));
      const number = ++this.#lastChore;
      this.#chores.set(number, { resolve, reject });
      this.#worker.ref();
      this.#post({ do: "chore", number, chore });
    });
  }

  describe(channel: string, unit: Unit): void {
    this.#encoder.describe(channel, unit);
  }

  memory(): unknown {
    return this.#memory === null ? undefined : JSON.parse(this.#memory);
  }

  health(): StoreHealth {
    return {
      is_writing: this.#inHand !== null,
      stored_readings: this.#stored_readings,
      dropped_readings: this.#encoder.dropped + this.#no_room + this.#unfit,
      no_room: this.#no_room,
      unfit: this.#unfit,
      unfit_channels: this.#unfit_channels,
      last_commit_ms: this.#last_commit_ms,
      ...this.#disk,
      problem: this.#problem ?? this.#upkeepProblem,
    };
  }

  /**
   * Waits for what is being written, empties the log, and releases the folder last.
   * @throws StoreError when the disk fails now, or does not answer in time: then the folder stays locked
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #refusal({ readings, decisions }: Batch): StoreError | null {
    if (this.#failed) return this.#failed;
    if (this.#closing) return other("The store is closed: nothing more can be stored");
    if (this.#inHand) return other("A batch is being written: this one was not taken, give it again afterwards");
    if (readings.length <= MOST_READINGS && decisions.length <= MOST_DECISIONS) return null;
    return other(
      `${readings.length} readings and ${decisions.length} decisions are too many for one batch: this one was not taken, give it in parts`,
    );
  }

  #write(inHand: InHand): void {
    this.#inHand = inHand;
    this.#worker.ref();
    this.#post({ do: "write", batch: inHand.batch, news: this.#encoder.takeNews() });
  }

  #post(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromWriter): void {
    if (message.did === "write") this.#landed(message);
    else if (message.did === "upkeep")
      this.#upkeepProblem = message.trouble && (message.trouble.why ?? message.trouble.message);
    else if (message.did === "chore") this.#choreDone(message.number, message.result);
    else if (message.did === "fail") this.#fail(new StoreError(message.trouble));
    else if (message.did === "close") this.#onClosed?.(message.trouble);
  }

  #choreDone(number: number, result: Result | StoreTrouble): void {
    const asked = this.#chores.get(number);
    this.#chores.delete(number);
    this.#rest();
    if ("result" in result) asked?.resolve(result.result);
    else asked?.reject(new StoreError(result));
  }

  #refuseChores(error: StoreError): void {
    for (const { reject } of this.#chores.values()) reject(error);
    this.#chores.clear();
  }

  /** A writer that has nothing in hand does not keep the process alive. */
  #rest(): void {
    if (!this.#inHand && this.#chores.size === 0) this.#worker.unref();
  }

  #landed(written: FromWriter & { readonly did: "write" }): void {
    const { trouble, no_room, unfit, unfit_channels, took_ms, disk } = written;
    const inHand = this.#inHand;
    this.#inHand = null;
    this.#last_commit_ms = took_ms;
    this.#disk = disk;
    this.#problem = trouble && (trouble.why ?? trouble.message);
    if (trouble) {
      const error = new StoreError(trouble);
      inHand?.reject(error);
      if (trouble.fatal) this.#fail(error);
    } else if (inHand) {
      this.#stored_readings += inHand.batch.readings.channel.length - no_room - unfit;
      this.#no_room += no_room;
      this.#unfit += unfit;
      if (unfit > 0) this.#unfit_channels = unfit_channels;
      this.#memory = inHand.batch.memory ?? this.#memory;
      inHand.resolve();
    }
    this.#rest();
    this.#onIdle?.();
  }

  /** Nothing more can be stored: everybody who waits is told. */
  #fail(error: StoreError): void {
    if (this.#failed || this.#onClosed) {
      this.#onClosed?.(this.#failed ?? error);
      return;
    }
    this.#failed = error;
    this.#problem = tellingOf(error);
    const lost = this.#inHand;
    this.#inHand = null;
    this.#refuseChores(error);
    lost?.reject(error);
    this.#onIdle?.();
  }

  async #close(): Promise<void> {
    const { close_within_ms = CLOSE_WITHIN_MS } = this.#options;
    let late: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      const message = `The disk under ${this.folder} did not answer within ${close_within_ms} ms: what waited is not known to be stored`;
      late = setTimeout(() => reject(other(message)), close_within_ms);
    });
    try {
      await Promise.race([this.#drainAndEnd(), tooLate]);
    } finally {
      clearTimeout(late);
    }
    this.#lock.release();
  }

  async #drainAndEnd(): Promise<void> {
    await this.#idle();
    if (!this.#failed && this.#encoder.hasNews) await this.#writeNews();
    const trouble = this.#failed ? null : await this.#endWriter();
    await this.#worker.terminate();
    this.#refuseChores(other("The store was closed before this was done: do it again"));
    // Otherwise all is on the disk, though perhaps still in the log; an earlier failure was told to its commit.
    if (!trouble?.fatal) return;
    this.#lock.release();
    throw new StoreError(trouble);
  }

  /** Units told but not written are worth a last transaction; when it fails they are told again at the next start. */
  async #writeNews(): Promise<void> {
    const batch = this.#encoder.encode({ readings: [], decisions: [] });
    await new Promise<void>((resolve) => {
      this.#write({ batch, resolve, reject: () => resolve() });
    });
  }

  /** Resolves when the writer has no batch. */
  async #idle(): Promise<void> {
    if (!this.#inHand) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  #endWriter(): Promise<StoreTrouble | null> {
    return new Promise((resolve) => {
      this.#onClosed = resolve;
      this.#worker.ref();
      this.#post({ do: "close" });
    });
  }
}

function isEmpty({ readings, journal, memory, gaps, paces }: WireBatch): boolean {
  const rest = journal.length + gaps.length + paces.length;
  return readings.channel.length === 0 && memory === null && rest === 0;
}

/** The writer's thread ended without being asked to. */
export function died(how: string): StoreError {
  const message = `The thread that writes the data stopped (${how}): what was being written is not known to be stored; start Gleaner again`;
  return new StoreError({ code: "other", message, fatal: true });
}
