import { EventEmitter } from "node:events";
import { lockFolder } from "../database/lock.ts";
import { type DiskStore, ThreadedStore, type WriterThread } from "../house-end/disk-store.ts";
import type { FromWriter, ToWriter } from "../thread/messages.ts";
import { serve } from "../thread/service.ts";

/** Serves a store in this thread, later than it was asked to, as a thread would; what crosses is copied. */
class ThisThread extends EventEmitter<{ message: [FromWriter]; error: [Error]; exit: [] }> implements WriterThread {
  #service: ReturnType<typeof serve>;
  #ended = false;

  /** @returns the memory of the last commit @throws Error when the folder's data cannot be opened */
  open(folder: string, full_head: number | undefined): string | null {
    let first: FromWriter | undefined;
    this.#service = serve(
      { folder, full_head, max_bytes: undefined },
      {
        tell: (message) => {
          if (first === undefined) first = message;
          else this.#later(() => this.emit("message", structuredClone(message)));
        },
        close: () => undefined,
      },
    );
    if (first?.did !== "open") throw new Error(JSON.stringify(first));
    return first.memory;
  }

  postMessage(message: ToWriter): void {
    const copy = structuredClone(message);
    this.#later(() => this.#service?.hear(copy));
  }

  ref(): void {}

  unref(): void {}

  async terminate(): Promise<void> {
    this.#ended = true;
  }

  #later(work: () => void): void {
    setImmediate(() => {
      if (!this.#ended) work();
    });
  }
}

/** The store of a folder with its writer in this thread: many are opened in the time that one thread takes to start. */
export function openThreadless(folder: string, full_head?: number): DiskStore {
  const thread = new ThisThread();
  const lock = lockFolder(folder);
  try {
    const memory = thread.open(lock.folder, full_head);
    return new ThreadedStore(thread, memory, lock, { folder, full_head });
  } catch (error) {
    lock.release();
    throw error;
  }
}
