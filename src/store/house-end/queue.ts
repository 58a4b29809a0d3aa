import type { Worker } from "node:worker_threads";
import {
  type Batch,
  type DiskFigures,
  type Store,
  StoreError,
  type StoreTrouble,
  type Unit,
} from "../../model/index.ts";
import type { Chore } from "../chores/chore.ts";
import type { FolderLock } from "../database/lock.ts";
import type { FromWriter, ToWriter } from "../thread/messages.ts";
import type { WireBatch } from "../writing/batch.ts";
import { Encoder } from "./encode.ts";

/** How the store stands, for the page and `/health`. */
export interface StoreHealth extends DiskFigures {
  /** Readings and journal lines accepted but not on the disk yet. */
  readonly waiting_readings: number;
  readonly waiting_decisions: number;
  /** Since the start: readings on the disk, transactions, readings left out because they cannot be kept. */
  readonly stored_readings: number;
  readonly transactions: number;
  readonly dropped_readings: number;
  /** How long the last transaction took, sync included; `null` before the first. */
  readonly last_commit_ms: number | null;
  /** What stands in the way of storing, with what to do; `null` once a commit succeeded again. */
  readonly problem: string | null;
}

/** The store on a disk. */
export interface DiskStore extends Store {
  readonly folder: string;
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
  /** The lock taken by `lockFolder` before; absent: taken here. Either way `close` releases it. */
  readonly lock?: FolderLock | undefined;
  /** The database may not grow beyond so many bytes; absent: no limit but the disk. */
  readonly max_bytes?: number | undefined;
  /** The newest readings are put into blocks when there are so many; absent: 60,000, and at the end of each day. */
  readonly full_head?: number | undefined;
  /** Bounds of what may wait for the disk. */
  readonly max_waiting_readings?: number | undefined;
  readonly max_waiting_decisions?: number | undefined;
  /** How long `close` waits for the disk. */
  readonly close_within_ms?: number | undefined;
}

const MAX_WAITING_READINGS = 100_000;
const MAX_WAITING_DECISIONS = 10_000;
const CLOSE_WITHIN_MS = 30_000;

/** Batches are joined until their transaction has so many readings: keeps it short and the log small. */
const READINGS_PER_TRANSACTION = 25_000;

/** A batch waiting for the disk, and who waits for it. */
interface Waiting {
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

/** The house's end of the store: queues batches and hands them to the writer's thread. */
export class QueuedStore implements DiskStore {
  readonly folder: string;
  readonly #worker: Worker;
  readonly #lock: FolderLock;
  readonly #options: StoreOptions;
  readonly #encoder = new Encoder();
  #queue: Waiting[] = [];
  /** Batches that the writer has in hand; `null` when it is idle. */
  #flight: readonly Waiting[] | null = null;
  readonly #chores = new Map<number, Asked>();
  #lastChore = 0;
  #memory: string | null;
  #waiting_readings = 0;
  #waiting_decisions = 0;
  #stored_readings = 0;
  #transactions = 0;
  #last_commit_ms: number | null = null;
  #disk: DiskFigures = { written_bytes: null, database_bytes: null };
  #problem: string | null = null;
  #upkeepProblem: string | null = null;
  #failed: StoreError | null = null;
  #closing: Promise<void> | null = null;
  #onIdle: (() => void) | null = null;
  #onClosed: ((trouble: StoreTrouble | null) => void) | null = null;

  constructor(worker: Worker, memory: string | null, lock: FolderLock, options: StoreOptions) {
    this.#worker = worker;
    this.#memory = memory;
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
      this.#count(wire, 1);
      this.#queue.push({ batch: wire, resolve, reject });
      this.#pump();
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
      waiting_readings: this.#waiting_readings,
      waiting_decisions: this.#waiting_decisions,
      stored_readings: this.#stored_readings,
      transactions: this.#transactions,
      dropped_readings: this.#encoder.dropped,
      last_commit_ms: this.#last_commit_ms,
      ...this.#disk,
      problem: this.#problem ?? this.#upkeepProblem,
    };
  }

  /**
   * Writes what waits, empties the log, and releases the folder last.
   * @throws StoreError when the disk fails now, or does not answer in time: then the folder stays locked
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #refusal(batch: Batch): StoreError | null {
    if (this.#failed) return this.#failed;
    if (this.#closing) return other("The store is closed: nothing more can be stored");
    const { max_waiting_readings = MAX_WAITING_READINGS, max_waiting_decisions = MAX_WAITING_DECISIONS } =
      this.#options;
    const readings = this.#waiting_readings + batch.readings.length;
    const decisions = this.#waiting_decisions + batch.decisions.length;
    if (readings <= max_waiting_readings && decisions <= max_waiting_decisions) return null;
    return other(
      `The disk does not keep up: ${this.#waiting_readings} readings and ${this.#waiting_decisions} decisions wait already, this batch was not taken; try it again later`,
    );
  }

  #count({ readings, journal }: WireBatch, sign: 1 | -1): void {
    this.#waiting_readings += sign * readings.channel.length;
    this.#waiting_decisions += sign * journal.length;
  }

  /** Hands the writer, if it is idle, all that waits up to the size of a transaction. */
  #pump(): void {
    if (this.#flight || this.#queue.length === 0) return;
    let readings = 0;
    let count = 0;
    for (const { batch } of this.#queue) {
      readings += batch.readings.channel.length;
      if (count > 0 && readings > READINGS_PER_TRANSACTION) break;
      count++;
    }
    const flight = this.#queue.splice(0, count);
    this.#flight = flight;
    this.#worker.ref();
    const batches = flight.map(({ batch }) => batch);
    this.#post({ do: "write", batches, news: this.#encoder.takeNews() });
  }

  #post(message: ToWriter): void {
    this.#worker.postMessage(message);
  }

  #hear(message: FromWriter): void {
    if (message.did === "write") this.#landed(message);
    else if (message.did === "upkeep") this.#upkeepProblem = message.trouble?.message ?? null;
    else if (message.did === "chore") this.#choreDone(message.number, message.result);
    else if (message.did === "fail") this.#fail(new StoreError(message.trouble));
    else if (message.did === "close") this.#onClosed?.(message.trouble);
  }

  #choreDone(number: number, result: number | StoreTrouble): void {
    const asked = this.#chores.get(number);
    this.#chores.delete(number);
    this.#rest();
    if (typeof result === "number") asked?.resolve(result);
    else asked?.reject(new StoreError(result));
  }

  #refuseChores(error: StoreError): void {
    for (const { reject } of this.#chores.values()) reject(error);
    this.#chores.clear();
  }

  /** A writer that has nothing in hand does not keep the process alive. */
  #rest(): void {
    if (!this.#flight && this.#chores.size === 0) this.#worker.unref();
  }

  #landed({ trouble, took_ms, disk }: FromWriter & { readonly did: "write" }): void {
    const flight = this.#flight ?? [];
    this.#flight = null;
    this.#last_commit_ms = took_ms;
    this.#disk = disk;
    this.#problem = trouble?.message ?? null;
    for (const { batch } of flight) this.#count(batch, -1);
    if (trouble) {
      const error = new StoreError(trouble);
      for (const { reject } of flight) reject(error);
      if (trouble.fatal) this.#fail(error);
    } else {
      this.#transactions++;
      for (const { batch, resolve } of flight) {
        this.#stored_readings += batch.readings.channel.length;
        this.#memory = batch.memory ?? this.#memory;
        resolve();
      }
    }
    this.#pump();
    if (this.#flight) return;
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
    this.#problem = error.message;
    const lost = [...(this.#flight ?? []), ...this.#queue];
    this.#flight = null;
    this.#queue = [];
    this.#refuseChores(error);
    for (const { batch, reject } of lost) {
      this.#count(batch, -1);
      reject(error);
    }
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
    if (!this.#failed && this.#encoder.hasNews) this.#queueNews();
    await this.#idle();
    const trouble = this.#failed ? null : await this.#endWriter();
    await this.#worker.terminate();
    this.#refuseChores(other("The store was closed before this was done: do it again"));
    // Otherwise all is on the disk, though perhaps still in the log; an earlier failure was told to its commit.
    if (!trouble?.fatal) return;
    this.#lock.release();
    throw new StoreError(trouble);
  }

  /** Units told but not written are worth a last transaction; when it fails they are told again at the next start. */
  #queueNews(): void {
    const batch = this.#encoder.encode({ readings: [], decisions: [] });
    this.#queue.push({ batch, resolve: () => {}, reject: () => {} });
    this.#pump();
  }

  async #idle(): Promise<void> {
    if (!this.#flight && this.#queue.length === 0) return;
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
