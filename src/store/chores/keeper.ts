import { once } from "node:events";
import { createConnection, type Socket } from "node:net";
import { StoreError, wordsOf } from "../../model/index.ts";
import { troubleOf } from "../database/errors.ts";
import { FolderInUse, type FolderLock, lockFolder } from "../database/lock.ts";
import { hasOpenReplacement } from "../database/replacement-row.ts";
import { Writer } from "../writing/writer.ts";
import type { Chore, Lot, Result } from "./chore.ts";
import { SocketPath } from "./door.ts";
import { type Answer, answerOf, Frames, frameOf } from "./frames.ts";
import { mend, perform } from "./perform.ts";

/** Does chores on the history of a data folder: by itself, or through the house that runs there. */
export interface Keeper {
  /** A house runs on the folder and does the chores between its own commits. */
  readonly beside_a_house: boolean;
  /** @returns the number that the chore answers with @throws StoreError */
  do(chore: Chore): Promise<number>;
  /** Loads readings. @returns how many ms it took, and how many were there already @throws StoreError */
  load(lot: Lot): Promise<Result>;
  close(): Promise<void>;
}

/** A house that starts has its lock before its door; a small or busy machine takes its time between the two. */
const KNOCK_FOR_MS = 30_000;
const KNOCK_EVERY_MS = 100;

class OwnKeeper implements Keeper {
  readonly beside_a_house = false;
  readonly #writer: Writer;
  readonly #lock: FolderLock;

  constructor(lock: FolderLock) {
    this.#lock = lock;
    try {
      this.#writer = new Writer({ folder: lock.folder });
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async do(chore: Chore): Promise<number> {
    return (await this.#perform(chore)).result;
  }

  load(lot: Lot): Promise<Result> {
    return this.#perform({ do: "load", lot });
  }

  async #perform(chore: Chore): Promise<Result> {
    return this.#inSteps(perform(this.#writer, chore, Date.now()));
  }

  /** Undoes what was broken off. @throws StoreError */
  mend(): void {
    this.#inSteps(mend(this.#writer, Date.now()));
  }

  #inSteps<T>(steps: Generator<void, T>): T {
    try {
      for (;;) {
        const { done, value } = steps.next();
        this.#writer.checkpoint();
        if (done) return value;
      }
    } catch (error) {
      throw new StoreError(troubleOf(error, this.#lock.folder), error);
    }
  }

  async close(): Promise<void> {
    try {
      this.#writer.close();
    } finally {
      this.#lock.release();
    }
  }
}

interface Waiting {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

class HouseKeeper implements Keeper {
  readonly beside_a_house = true;
  readonly #socket: Socket;
  readonly #frames = new Frames();
  /** Chores that were asked for, in this order. */
  readonly #waiting: Waiting[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (bytes) => {
      try {
        for (const frame of this.#frames.take(bytes)) this.#hear(answerOf(frame));
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
    });
    socket.on("error", () => undefined);
    socket.on("close", () => {
      const message = "The house ended the connection: it stops or was stopped; give the command again";
      for (const { reject } of this.#waiting.splice(0)) {
        reject(new StoreError({ code: "other", message, fatal: false }));
      }
    });
  }

  #hear(answer: Answer): void {
    const first = this.#waiting.shift();
    if ("result" in answer) first?.resolve(answer);
    else first?.reject(new StoreError({ ...answer.trouble, fatal: false }));
  }

  async do(chore: Chore): Promise<number> {
    return (await this.#ask(chore)).result;
  }

  load(lot: Lot): Promise<Result> {
    return this.#ask({ do: "load", lot });
  }

  #ask(chore: Chore): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#socket.destroyed) this.#socket.emit("close");
      else this.#socket.write(frameOf(chore));
    });
  }

  async close(): Promise<void> {
    this.#socket.destroy();
  }
}

async function connect(folder: string): Promise<Socket> {
  using place = new SocketPath(folder);
  const socket = createConnection(place.path);
  await once(socket, "connect");
  return socket;
}

async function knock(folder: string, knock_for_ms: number, inUse: FolderInUse): Promise<Keeper> {
  const until = performance.now() + knock_for_ms;
  for (;;) {
    try {
      return new HouseKeeper(await connect(folder));
    } catch (error) {
      if (performance.now() > until) {
        throw new FolderInUse(`${inUse.message}. It takes no chores (${wordsOf(error)})`, { cause: error });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, KNOCK_EVERY_MS));
  }
}

/**
 * Takes the data folder, or asks the house that has it.
 * @param knock_for_ms how long a house that starts may take to open its door
 * @throws FolderInUse when whoever has it takes no chores
 * @throws StoreError when the folder or its data cannot be used
 */
export async function openKeeper(folder: string, knock_for_ms = KNOCK_FOR_MS): Promise<Keeper> {
  let lock: FolderLock;
  try {
    lock = lockFolder(folder);
  } catch (error) {
    if (error instanceof FolderInUse) return await knock(folder, knock_for_ms, error);
    throw error;
  }
  return await openOwn(lock);
}

async function openOwn(lock: FolderLock): Promise<OwnKeeper> {
  const keeper = new OwnKeeper(lock);
  try {
    keeper.mend();
  } catch (error) {
    if (error instanceof StoreError && !error.fatal) return keeper;
    await keeper.close();
    throw error;
  }
  return keeper;
}

/**
 * Undoes what an import left behind that was to take the place of something and was broken off, unless a house or a command
 * is at work there, which does that itself.
 * @returns whether nothing of that is left @throws StoreError when it cannot be read
 */
export async function mendFolder(folder: string): Promise<boolean> {
  if (!hasOpenReplacement(folder)) return true;
  try {
    await (await openOwn(lockFolder(folder))).close();
    return !hasOpenReplacement(folder);
  } catch (error) {
    return error instanceof FolderInUse;
  }
}
