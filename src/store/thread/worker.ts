/** Entry of the writer's thread: a slow or failing disk stops here and not in the control cycle. */
import { setImmediate as turn } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { StoreError, type StoreTrouble } from "../../model/index.ts";
import type { Chore, Result } from "../chores/chore.ts";
import { Door } from "../chores/door.ts";
import { perform } from "../chores/perform.ts";
import { markDoubted } from "../database/connection.ts";
import { troubleOf } from "../database/errors.ts";
import type { WriterOptions } from "../writing/batch.ts";
import { LeftOut } from "../writing/kept-unit.ts";
import { Writer } from "../writing/writer.ts";
import { DiskMeter } from "./disk.ts";
import type { FromWriter, ToWriter } from "./messages.ts";

const options: WriterOptions = workerData;

const meter = new DiskMeter(options.folder);

const STOPPING = "The house stops: give the command again once it has ended";

function tell(message: FromWriter): void {
  parentPort?.postMessage(message);
}

/** Runs `work`; what it throws becomes trouble. */
function attempt(work: () => void): StoreTrouble | null {
  try {
    work();
    return null;
  } catch (error) {
    return troubleOf(error, options.folder);
  }
}

/** Serves the house's commits, and between them chores, one step at a time. */
class Service {
  readonly #writer: Writer;
  readonly #door: Door | null;
  #troubled: StoreTrouble | null = null;
  /** Why the head could not be sealed the last time that it was tried. */
  #unsealed: StoreTrouble | null = null;
  #closed = false;
  /** The chore that was given last; each waits for the one before. */
  #chores: Promise<unknown> = Promise.resolve();

  constructor(writer: Writer) {
    this.#writer = writer;
    let door: Door | null = null;
    // without a door the house runs all the same
    attempt(() => {
      door = new Door(options.folder, (chore) => this.#chore(chore));
    });
    this.#door = door;
  }

  hear(message: ToWriter): void {
    if (message.do === "write") this.#write(message);
    else if (message.do === "close") this.#close();
    else {
      const { number, chore } = message;
      this.#chore(chore).then(
        (result) => tell({ did: "chore", number, result }),
        (error) => tell({ did: "chore", number, result: troubleOf(error, options.folder) }),
      );
    }
  }

  #write({ batch, news }: ToWriter & { readonly do: "write" }): void {
    const began = performance.now();
    this.#writer.learn(news);
    let left = new LeftOut();
    const trouble = attempt(() => {
      left = this.#writer.write(batch);
    });
    const { no_room, unfit, unfit_channels } = left;
    tell({
      did: "write",
      trouble,
      no_room,
      unfit,
      unfit_channels,
      took_ms: performance.now() - began,
      disk: meter.figures(),
    });
    if (trouble === null) this.#keepUp();
    else if (trouble.fatal) this.#giveUp(trouble);
  }

  /** Seals and empties the log when it is time to. A full disk only puts that off; a later commit tries again. */
  #keepUp(): void {
    let sealed = false;
    const unsealed = attempt(() => {
      sealed = this.#writer.sealInTime();
    });
    // it is tried again after some thousand readings only: until then the trouble stands
    if (sealed || unsealed) this.#unsealed = unsealed;
    const log = unsealed ? null : attempt(() => this.#writer.checkpoint());
    const later = log?.fatal ? log : (this.#unsealed ?? log);
    if (later?.message !== this.#troubled?.message) {
      this.#troubled = later;
      tell({ did: "upkeep", trouble: later });
    }
    if (later?.fatal) this.#fail(later);
  }

  #chore(chore: Chore): Promise<Result> {
    const done = this.#chores.then(() => this.#perform(chore));
    this.#chores = done.catch(() => undefined);
    return done;
  }

  async #perform(chore: Chore): Promise<Result> {
    const steps = perform(this.#writer, chore, Date.now());
    for (;;) {
      // commits of the house that came meanwhile go first
      await turn();
      if (this.#closed) throw new StoreError({ code: "other", message: STOPPING, fatal: false });
      try {
        const { done, value } = steps.next();
        this.#writer.checkpoint();
        if (done) return value;
      } catch (error) {
        const trouble = troubleOf(error, options.folder);
        if (trouble.fatal) this.#fail(trouble);
        throw new StoreError(trouble, error);
      }
    }
  }

  #fail(trouble: StoreTrouble): void {
    tell({ did: "fail", trouble });
    this.#giveUp(trouble);
  }

  /** The connection stays open: closing it would write to a disk in doubt. */
  #giveUp({ code }: StoreTrouble): void {
    if (code === "corrupt") markDoubted(options.folder);
    this.#end();
  }

  #close(): void {
    this.#end(() => tell({ did: "close", trouble: attempt(() => this.#writer.close()) }));
  }

  #end(last: () => void = () => undefined): void {
    this.#closed = true;
    this.#door?.close();
    last();
    parentPort?.close();
  }
}

let writer: Writer | undefined;
const trouble = attempt(() => {
  writer = new Writer(options);
  tell({ did: "open", memory: writer.memory() });
});
if (writer && trouble === null) {
  const service = new Service(writer);
  parentPort?.on("message", (message: ToWriter) => service.hear(message));
} else tell({ did: "fail", trouble: trouble ?? troubleOf(new Error("not opened"), options.folder) });
