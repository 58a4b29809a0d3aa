import { setImmediate as turn } from "node:timers/promises";
import { StoreError, type StoreTrouble } from "../../model/index.ts";
import type { Chore, Result } from "../chores/chore.ts";
import { Door } from "../chores/door.ts";
import { mend, perform } from "../chores/perform.ts";
import { markDoubted } from "../database/connection.ts";
import { troubleOf } from "../database/errors.ts";
import type { WriterOptions } from "../writing/batch.ts";
import { LeftOut } from "../writing/kept-unit.ts";
import { Writer } from "../writing/writer.ts";
import { DiskMeter } from "./disk.ts";
import type { FromWriter, ToWriter } from "./messages.ts";

const STOPPING = "The house stops: give the command again once it has ended";

/** Runs `work`; what it throws becomes trouble. */
function attempt(folder: string, work: () => void): StoreTrouble | null {
  try {
    work();
    return null;
  } catch (error) {
    return troubleOf(error, folder);
  }
}

/** The house's end, as the writer sees it. */
export interface Line {
  tell(message: FromWriter): void;
  /** Nothing more will be told. */
  close(): void;
}

/** Serves the house's commits, and between them chores, one step at a time. */
class Service {
  readonly #folder: string;
  readonly #line: Line;
  readonly #meter: DiskMeter;
  readonly #writer: Writer;
  readonly #door: Door | null;
  #troubled: StoreTrouble | null = null;
  /** Why the head could not be sealed the last time that it was tried. */
  #unsealed: StoreTrouble | null = null;
  #closed = false;
  /** The chore that was given last; each waits for the one before. */
  #chores: Promise<unknown> = Promise.resolve();

  constructor(folder: string, writer: Writer, meter: DiskMeter, line: Line) {
    this.#folder = folder;
    this.#line = line;
    this.#meter = meter;
    this.#writer = writer;
    // before any chore: what broke off before this start is undone, while the house runs
    this.#chores = this.#inSteps(mend(writer, Date.now())).catch(() => undefined);
    let door: Door | null = null;
    // without a door the house runs all the same
    attempt(folder, () => {
      door = new Door(folder, (chore) => this.#chore(chore));
    });
    this.#door = door;
  }

  hear(message: ToWriter): void {
    if (message.do === "write") this.#write(message);
    else if (message.do === "close") this.#close();
    else {
      const { number, chore } = message;
      this.#chore(chore).then(
        (result) => this.#line.tell({ did: "chore", number, result }),
        (error) => this.#line.tell({ did: "chore", number, result: troubleOf(error, this.#folder) }),
      );
    }
  }

  #write({ batch, news }: ToWriter & { readonly do: "write" }): void {
    const began = performance.now();
    this.#writer.learn(news);
    let left = new LeftOut();
    const trouble = attempt(this.#folder, () => {
      left = this.#writer.write(batch);
    });
    const { no_room, unfit, unfit_channels } = left;
    this.#line.tell({
      did: "write",
      trouble,
      no_room,
      unfit,
      unfit_channels,
      took_ms: performance.now() - began,
      disk: this.#meter.figures(),
    });
    if (trouble === null) this.#keepUp();
    else if (trouble.fatal) this.#giveUp(trouble);
  }

  /** Seals and empties the log when it is time to. A full disk only puts that off; a later commit tries again. */
  #keepUp(): void {
    let sealed = false;
    const unsealed = attempt(this.#folder, () => {
      sealed = this.#writer.sealInTime();
    });
    // it is tried again after some thousand readings only: until then the trouble stands
    if (sealed || unsealed) this.#unsealed = unsealed;
    const log = unsealed ? null : attempt(this.#folder, () => this.#writer.checkpoint());
    const later = log?.fatal ? log : (this.#unsealed ?? log);
    if (later?.message !== this.#troubled?.message) {
      this.#troubled = later;
      this.#line.tell({ did: "upkeep", trouble: later });
    }
    if (later?.fatal) this.#fail(later);
  }

  #chore(chore: Chore): Promise<Result> {
    const done = this.#chores.then(() => this.#perform(chore));
    this.#chores = done.catch(() => undefined);
    return done;
  }

  #perform(chore: Chore): Promise<Result> {
    return this.#inSteps(perform(this.#writer, chore, Date.now()));
  }

  async #inSteps<T>(steps: Generator<void, T>): Promise<T> {
    for (;;) {
      // commits of the house that came meanwhile go first
      await turn();
      if (this.#closed) throw new StoreError({ code: "other", message: STOPPING, fatal: false });
      try {
        const { done, value } = steps.next();
        this.#writer.checkpoint();
        if (done) return value;
      } catch (error) {
        const trouble = troubleOf(error, this.#folder);
        if (trouble.fatal) this.#fail(trouble);
        throw new StoreError(trouble, error);
      }
    }
  }

  #fail(trouble: StoreTrouble): void {
    this.#line.tell({ did: "fail", trouble });
    this.#giveUp(trouble);
  }

  /** The connection stays open: closing it would write to a disk in doubt. */
  #giveUp({ code }: StoreTrouble): void {
    if (code === "corrupt") markDoubted(this.#folder);
    this.#end();
  }

  #close(): void {
    this.#end(() => this.#line.tell({ did: "close", trouble: attempt(this.#folder, () => this.#writer.close()) }));
  }

  #end(last: () => void = () => undefined): void {
    this.#closed = true;
    this.#door?.close();
    last();
    this.#line.close();
  }
}

/**
 * Opens the database, and tells whether it is open.
 * @returns who serves the house from then on; `undefined`: it could not be opened
 */
export function serve(options: WriterOptions, line: Line): Pick<Service, "hear"> | undefined {
  // before the database is opened: what that writes counts
  const meter = new DiskMeter(options.folder);
  let writer: Writer | undefined;
  const trouble = attempt(options.folder, () => {
    writer = new Writer(options);
    line.tell({ did: "open", memory: writer.memory() });
  });
  if (writer && trouble === null) return new Service(options.folder, writer, meter, line);
  line.tell({ did: "fail", trouble: trouble ?? troubleOf(new Error("not opened"), options.folder) });
  return undefined;
}
