import { dirname, resolve } from "node:path";
import { z } from "zod";
import type { Actuator, Device, DeviceContext, DeviceHealth, Files, Inbox, Order } from "../../model/index.ts";
import { Condition } from "../kit/condition.ts";
import { deviceType } from "../kit/device-type.ts";
import { claimPath, path } from "../kit/options.ts";
import { explain } from "./explain.ts";

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
  readonly #files: Files;
  readonly #counters = { odd_reads: 0 };

  constructor(path: string, context: DeviceContext) {
    this.#path = resolve(context.folder, path);
    this.#condition = new Condition(context);
    this.#files = context.hands.files;
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

  /** The hands write one order after the other: the last one wins. It is not forced to the disk: after a power cut every output is ordered anew. */
  carryOut(order: Order, signal?: AbortSignal): Promise<void> {
    return this.#condition.attempt(() => this.#write(order.on ? "1\n" : "0\n", signal));
  }

  async #write(words: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#files.replace(this.#path, words, signal);
    } catch (error) {
      throw explain(error, this.#path);
    }
  }

  async read(): Promise<boolean | null> {
    const content = await this.#files.peek(this.#path, MOST_READ).catch(() => null);
    if (content === null) return null;
    const words = Buffer.from(content).toString("latin1").trim();
    if (words === "1") return true;
    if (words === "0") return false;
    this.#counters.odd_reads += 1;
    return null;
  }

  async #look(): Promise<void> {
    try {
      await this.#files.enter(dirname(this.#path));
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
