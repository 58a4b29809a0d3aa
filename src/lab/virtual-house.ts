import type { Actuator, Clock, Device, DeviceHealth, Inbox, Order } from "../model/index.ts";
import type { ModelHouse } from "./model-house/index.ts";

/** The model house on a virtual clock: it reports once a step and answers orders at once. */
export class VirtualHouse implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #house: ModelHouse;
  readonly #clock: Clock;
  readonly #step_ms: number;
  #cancel: (() => void) | undefined;

  constructor(house: ModelHouse, clock: Clock, loads: readonly string[], step_ms: number) {
    this.#house = house;
    this.#clock = clock;
    this.#step_ms = step_ms;
    this.outputs = new Map(loads.map((load) => [load, this.#output(load)]));
  }

  start(inbox: Inbox): void {
    this.#house.advance(this.#clock.now().at);
    inbox.put(this.#house.readings());
    this.#cancel = this.#clock.after(this.#step_ms, () => this.start(inbox));
  }

  async stop(): Promise<void> {
    this.#cancel?.();
  }

  health(): DeviceHealth {
    return { state: "ok", problem: null, counters: {}, facts: {} };
  }

  #output(load: string): Actuator {
    return { carryOut: async (order: Order) => this.#house.set(load, order.on) };
  }
}
