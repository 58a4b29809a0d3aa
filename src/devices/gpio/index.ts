import type { Actuator, Device, DeviceContext, DeviceHealth, Inbox, RawReading, Telling } from "../../model/index.ts";
import { claimLine } from "../../pins/options.ts";
import { Condition } from "../kit/condition.ts";
import { deviceType } from "../kit/device-type.ts";
import { Input } from "./inputs.ts";
import { type GpioOptions, Options } from "./options.ts";
import { Relays } from "./relays.ts";

/** Lines of a chip: relays that are switched, contacts that are read. */
class GpioDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #condition: Condition;
  readonly #relays: Relays;
  readonly #inputs: readonly Input[];
  /** Parts that have not got their lines, with the reason. */
  readonly #lost = new Map<string, Telling>();
  readonly #counters = { readings: 0, orders: 0, failed_orders: 0 };
  #inbox: Inbox | undefined;

  constructor(options: GpioOptions, context: DeviceContext) {
    this.#condition = new Condition(context);
    const heard = (part: string) => ({
      taken: () => this.#well(part),
      lost: (why: Telling) => this.#unwell(part, why),
    });
    this.#relays = new Relays({ options, context, ...heard("outputs"), ordered: (why) => this.#ordered(why) });
    const put = (readings: readonly RawReading[]) => this.#put(readings);
    this.#inputs = Object.entries(options.inputs).map(
      ([name, input]) => new Input({ chip: options.chip, name, input, context, put, ...heard(name) }),
    );
    this.outputs = this.#relays.outputs;
  }

  start(inbox: Inbox): void {
    if (this.#inbox) return;
    this.#inbox = inbox;
    this.#condition.start(inbox);
    this.#relays.start();
    for (const input of this.#inputs) input.start();
  }

  async stop(): Promise<void> {
    this.#inbox = undefined;
    this.#condition.stop();
    this.#relays.stop();
    for (const input of this.#inputs) input.stop();
  }

  health(): DeviceHealth {
    return this.#condition.health(this.#counters);
  }

  #put(readings: readonly RawReading[]): void {
    this.#counters.readings += readings.length;
    this.#well();
    this.#inbox?.put(readings);
  }

  #ordered(why: Telling | null): void {
    this.#counters.orders += 1;
    if (why === null) {
      this.#well("outputs");
      return;
    }
    this.#counters.failed_orders += 1;
    this.#unwell("outputs", why);
  }

  /** It is well when all of its parts are. */
  #well(part?: string): void {
    if (part !== undefined) this.#lost.delete(part);
    if (this.#lost.size === 0) this.#condition.ok();
  }

  #unwell(part: string, why: Telling): void {
    this.#lost.set(part, why);
    this.#condition.lost(why);
  }
}

/** Pins of a Raspberry Pi, or lines of any other GPIO chip. */
export const gpio = deviceType({
  type: "gpio",
  title: "Pins of a Raspberry Pi or of any other GPIO chip: boards of relays, switches and contacts",
  options: Options,
  quantities: null,
  outputs: [],
  stale_after_ms: 30_000,
  shape: ({ outputs, inputs }) => ({
    outputs: Object.keys(outputs),
    quantities: Object.keys(inputs).map((name) => ({ name, unit: "" })),
  }),
  claims: ({ chip, outputs, inputs }) => [
    ...Object.values(outputs).map((line) => claimLine("outputs", chip, line)),
    ...Object.values(inputs).map(({ line }) => claimLine("inputs", chip, line)),
  ],
  open: (options, context) => new GpioDevice(options, context),
  sample: {
    options: { outputs: { r1: 23, r2: "pin 18" }, inputs: { door: { line: 4 } }, active_low: true },
    says: { pins: { chip: "pinctrl-bcm2711", low: [4] } },
    readings: [{ quantity: "door", value: 1, unit: "" }],
  },
});
