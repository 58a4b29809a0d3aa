import { constants } from "node:fs";
import { access, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import type { Actuator, Device, DeviceContext, DeviceHealth, Inbox, Order } from "../../model/index.ts";
import { Condition } from "../kit/condition.ts";
import { deviceType } from "../kit/device-type.ts";
import { claimPath, path } from "../kit/options.ts";
import { explain, writeWhole } from "./write.ts";

const Options = z.strictObject({
  path: path(
    "File that holds 1 (on) or 0 (off); relative to the configuration's folder; its folder must exist",
    "./boiler.state",
  ),
});

/** A switch file is a byte or two; more of it is not read. */
const MOST_READ = 16;

class FileSwitch implements Device, Actuator {
  readonly outputs: ReadonlyMap<string, Actuator> = new Map([["", this]]);
  readonly #path: string;
  readonly #condition: Condition;
  readonly #counters = { odd_reads: 0 };
  #last: Promise<void> = Promise.resolve();

  constructor(path: string, context: DeviceContext) {
    this.#path = resolve(context.folder, path);
    this.#condition = new Condition(context);
  }

  async start(inbox: Inbox): Promise<void> {
    this.#condition.start(inbox);
    await this.#condition.attempt(() => this.#look()).catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#condition.stop();
  }

  health(): DeviceHealth {
    return this.#condition.health(this.#counters, { path: this.#path });
  }

  /** One write at a time, in the order of the orders: the last one wins. */
  carryOut(order: Order): Promise<void> {
    const done = this.#last.then(() => this.#condition.attempt(() => writeWhole(this.#path, order.on ? "1\n" : "0\n")));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async read(): Promise<boolean | null> {
    try {
      const file = await open(this.#path, constants.O_RDONLY | constants.O_NONBLOCK);
      try {
        // A pipe has no content to read back, and reading would take it from the program it is meant for.
        if ((await file.stat()).isFIFO()) return null;
        const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_READ), 0, MOST_READ, 0);
        const words = buffer.toString("latin1", 0, bytesRead).trim();
        if (words === "1") return true;
        if (words === "0") return false;
        this.#counters.odd_reads += 1;
        return null;
      } finally {
        await file.close();
      }
    } catch {
      return null;
    }
  }

  async #look(): Promise<void> {
    try {
      await access(dirname(this.#path), constants.X_OK);
    } catch (error) {
      throw explain(error, this.#path);
    }
  }
}

/** A switch that is a file: `1` or `0` for another program to act upon, for /sys, and for tests. */
export const file = deviceType({
  type: "file",
  title: "A switch that writes 1 or 0 to a file, for another program to act upon",
  options: Options,
  quantities: [],
  outputs: [""],
  stale_after_ms: 30_000,
  claims: (options, folder) => [claimPath("path", options.path, folder)],
  open: (options, context) => new FileSwitch(options.path, context),
  sample: { options: { path: "./lamps/lamp" }, says: { files: { "lamps/lamp": "0\n" } }, readings: [] },
});
