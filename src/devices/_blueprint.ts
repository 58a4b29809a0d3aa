/**
 * A device type to copy: a thermometer that the kernel shows as a file, such as
 * /sys/class/thermal/thermal_zone0/temp, which holds thousandths of a degree.
 *
 * To add a device of your own:
 * 1. copy this file to `src/devices/<product>.ts` (or a folder with an `index.ts` once it grows);
 * 2. say in `Options` what the configuration may hold, in `quantities` what the device reports;
 * 3. read it in `#look`, and switch it in an `Actuator` if it can be switched;
 * 4. add it to the list in `index.ts`, and a sample of its options to `test/device-contract.test.ts`: the contract
 *    that every device type keeps is then tested without another word from you;
 * 5. put a test of what is special about it beside it, as `_blueprint.test.ts` does.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { z } from "zod";
import type { Actuator, Device, DeviceContext, DeviceHealth, Inbox } from "../model/index.ts";
import { Condition, wordsOf } from "./condition.ts";
import { deviceType } from "./device.ts";

// Strict: an unknown key is a spelling mistake that somebody should hear of. Each key says what it is for; the
// sentence appears in the settings form and on the reference page.
const Options = z.strictObject({
  path: z
    .string()
    .min(1)
    .max(4096)
    .describe("File with thousandths of a degree; relative to the configuration's folder"),
});

type Options = z.output<typeof Options>;

/** How often it is read. What changes slowly need not be asked often. */
const EVERY_MS = 5_000;

class Thermometer implements Device {
  // A device with one switch calls it "", so that `output: <device>` finds it in the configuration.
  // This one only reads. A switch would be `new Map([["", this]])` and
  //
  //   async carryOut(order: Order): Promise<void> {
  //     …tell the device to be `order.on`, wait until it says that it is, or throw an Error that says what to do…
  //   }
  //   async read(): Promise<boolean | null> {
  //     …ask the device what it is; null when it cannot say…
  //   }
  readonly outputs: ReadonlyMap<string, Actuator> = new Map();
  readonly #path: string;
  readonly #condition: Condition;
  readonly #counters = { reads: 0, failed_reads: 0 };
  #inbox: Inbox | undefined;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  // Opens nothing yet: a device is also built to check a configuration.
  constructor(options: Options, context: DeviceContext) {
    this.#path = resolve(context.folder, options.path);
    this.#condition = new Condition(context.id);
  }

  // Never throws for a device that is absent: it may come later. What is wrong shows in `health`.
  async start(inbox: Inbox): Promise<void> {
    this.#inbox = inbox;
    this.#condition.tell(inbox);
    this.#timer = setInterval(() => this.#lookOnce(), EVERY_MS).unref();
    this.#lookOnce();
    await this.#looking;
  }

  // Also when it was never started, and also a second time.
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#inbox = undefined;
    this.#condition.tell(undefined);
    await this.#looking;
  }

  health(): DeviceHealth {
    return this.#condition.health(this.#counters, { path: this.#path });
  }

  /** A slow disk must not make readings pile up: one at a time. */
  #lookOnce(): void {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
  }

  async #look(): Promise<void> {
    try {
      this.#counters.reads += 1;
      const words = (await readFile(this.#path, "latin1")).trim();
      // Strict: a value that is not surely a number never leaves. Half a line is no temperature.
      if (!/^-?\d{1,6}$/.test(words)) throw new Error(`${this.#path} holds "${words.slice(0, 20)}", not a temperature`);
      this.#condition.ok();
      // In Gleaner's unit, from here on. Values measured together are put together. What is not known is null, never 0.
      this.#inbox?.put([{ quantity: "temperature", value: Number(words) / 1_000, unit: "°C" }]);
    } catch (error) {
      // Nothing is put: the last value grows stale, and relays that depend on it go to their safe state.
      this.#counters.failed_reads += 1;
      this.#condition.lost(`no temperature: ${wordsOf(error)}; check "path", and that the sensor's driver is loaded`);
    }
  }
}

export const blueprint = deviceType({
  type: "thermometer",
  title: "A thermometer that the kernel shows as a file",
  options: Options,
  quantities: [{ name: "temperature", unit: "°C" }],
  outputs: [],
  // Three times the interval: one missed reading is no alarm.
  stale_after_ms: 3 * EVERY_MS,
  open: (options, context) => new Thermometer(options, context),
});
