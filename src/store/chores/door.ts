import { chmodSync, closeSync, existsSync, openSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { troubleOf } from "../database/errors.ts";
import type { Chore, Result } from "./chore.ts";
import { type Answer, answerFrame, choreOf, Frames } from "./frames.ts";

const SOCKET = "gleaner.sock";
const MOST_CALLERS = 4;

/**
 * The way to a socket in a folder whose path may be longer than the 107 bytes that a socket's address holds: through
 * the descriptor of the folder.
 */
export class SocketPath implements Disposable {
  readonly path: string;
  readonly #folder: number;

  constructor(folder: string) {
    this.#folder = openSync(folder, "r");
    this.path = process.platform === "linux" ? `/proc/self/fd/${this.#folder}/${SOCKET}` : join(folder, SOCKET);
  }

  [Symbol.dispose](): void {
    closeSync(this.#folder);
  }
}

/** Resolves when the caller has read what was written, or is gone: answers that nobody reads do not fill the memory. */
async function drained(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      socket.off("drain", done).off("close", done);
      resolve();
    };
    socket.on("drain", done).on("close", done);
  });
}

/** Where others ask the house that runs on a data folder for chores: a socket that only its user may open. */
export class Door {
  readonly #place: SocketPath;
  readonly #server: Server;
  readonly #folder: string;
  readonly #perform: (chore: Chore) => Promise<Result>;
  readonly #callers = new Set<Socket>();
  #shut = false;

  /**
   * The caller holds the folder's lock, so a socket that is there already is one of a house that has died. Where no socket
   * can be made (some file systems know none) the house runs without a door.
   */
  constructor(folder: string, perform: (chore: Chore) => Promise<Result>) {
    this.#folder = folder;
    this.#perform = perform;
    this.#place = new SocketPath(folder);
    rmSync(join(folder, SOCKET), { force: true });
    this.#server = createServer((socket) => this.#greet(socket));
    this.#server.maxConnections = MOST_CALLERS;
    this.#server.on("error", () => this.close());
    this.#server.listen(this.#place.path);
    // it is there already, and nobody was let in yet
    if (existsSync(join(folder, SOCKET))) chmodSync(join(folder, SOCKET), 0o600);
    this.#server.unref();
  }

  #greet(socket: Socket): void {
    this.#callers.add(socket);
    socket.on("close", () => this.#callers.delete(socket));
    socket.on("error", () => socket.destroy());
    const frames = new Frames();
    const unsettled = new Set<number>();
    let answered: Promise<unknown> = Promise.resolve();
    socket.on("data", (bytes) => {
      // one thing after the other: what is sent meanwhile waits in the caller's own buffers
      socket.pause();
      answered = this.#answer(socket, frames, bytes, unsettled).then(
        () => socket.resume(),
        () => socket.destroy(),
      );
    });
    socket.on("close", () => void answered.then(() => this.#undoAll(unsettled)));
  }

  async #answer(socket: Socket, frames: Frames, bytes: Buffer, unsettled: Set<number>): Promise<void> {
    for (const frame of frames.take(bytes)) {
      const chore = choreOf(frame);
      const answer = await this.#resultOf(chore);
      if (chore.do === "replace" && "result" in answer) unsettled.add(answer.result);
      else if (chore.do === "settle" || chore.do === "undo") unsettled.delete(chore.id);
      if (!socket.write(answerFrame(answer))) await drained(socket);
    }
  }

  /** Undoes what a caller has begun to replace and left; what cannot be undone now is at the next start. */
  async #undoAll(unsettled: ReadonlySet<number>): Promise<void> {
    for (const id of unsettled) await this.#resultOf({ do: "undo", id });
  }

  async #resultOf(chore: Chore): Promise<Answer> {
    try {
      return await this.#perform(chore);
    } catch (error) {
      return { trouble: troubleOf(error, this.#folder) };
    }
  }

  /** Shuts the door; callers see their connection end. */
  close(): void {
    if (this.#shut) return;
    this.#shut = true;
    // a server that never listened is closed at once, and says so too
    this.#server.close(() => this.#place[Symbol.dispose]());
    for (const socket of this.#callers) socket.destroy();
    rmSync(join(this.#folder, SOCKET), { force: true });
  }
}
