import {
  type Actuator,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  errorOf,
  type I2cChip,
  type Inbox,
  type RawReading,
  reason,
  type Telling,
  tellingOf,
  told,
} from "../../model/index.ts";
import { busPath, explainedBus, sayAddress } from "../../pins/i2c/choose.ts";
import { Condition } from "../kit/condition.ts";
import { ChipBoard, NotFollowed, NotKept, Unsteady } from "./board.ts";
import { CHIPS, type Chip, lineOf } from "./chips.ts";
import type { ExpanderOptions } from "./options.ts";

/** So often the chip is looked at: a person at a switch notices no delay; what only switches is looked at now and then. */
const LOOK_MS = 100;
const SELDOM_MS = 1_000;
/** A line that does not change says so again, so that it is not stale. */
const AGAIN_MS = 5_000;

const maskOf = (lines: readonly number[]): number => lines.reduce((bits, line) => bits | (1 << line), 0);

interface Contact {
  readonly name: string;
  readonly line: number;
  readonly active_low: boolean;
  /** As it was seen last, and as it was told. */
  seen?: boolean;
  told?: boolean;
  told_mono: number;
}

/** Relays and contacts on one chip. */
export class ExpanderDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #options: ExpanderOptions;
  readonly #context: DeviceContext;
  readonly #chip: Chip;
  readonly #address: number;
  readonly #lines: ReadonlyMap<string, number>;
  readonly #contacts: readonly Contact[];
  readonly #condition: Condition;
  readonly #counters = { readings: 0, orders: 0, failed_orders: 0 };
  /** Outputs that did not follow their last order. */
  readonly #faults = new Map<string, Telling>();
  #inbox: Inbox | undefined;
  #wire: I2cChip | undefined;
  #board: ChipBoard | undefined;
  /** Why there is no board. */
  #why: Telling = reason("pins_closed");
  #path = "";
  #cancel: (() => void) | undefined;

  constructor(options: ExpanderOptions, context: DeviceContext) {
    this.#options = options;
    this.#context = context;
    this.#chip = CHIPS[options.chip];
    this.#address = options.address ?? this.#chip.addresses[0];
    const lineFrom = (line: string | number): number => lineOf(this.#chip, line) ?? 0;
    this.#lines = new Map(Object.entries(options.outputs).map(([name, line]) => [name, lineFrom(line)]));
    this.#contacts = Object.entries(options.inputs).map(([name, { line, active_low }]) => ({
      ...{ name, line: lineFrom(line), active_low },
      told_mono: Number.NEGATIVE_INFINITY,
    }));
    this.#condition = new Condition(context);
    this.outputs = new Map([...this.#lines].map(([name, line]) => [name, this.#output(name, line)]));
  }

  start(inbox: Inbox): void {
    if (this.#inbox) return;
    this.#inbox = inbox;
    this.#condition.start(inbox);
    void this.#look();
  }

  async stop(): Promise<void> {
    this.#inbox = undefined;
    this.#condition.stop();
    this.#cancel?.();
    const wire = this.#wire;
    this.#wire = undefined;
    this.#board = undefined;
    this.#why = reason("pins_closed");
    await wire?.close();
  }

  health(): DeviceHealth {
    return this.#condition.health({ ...this.#counters, ...this.#board?.counters });
  }

  /** @throws ToldError where there is no such bus */
  #opened(): ChipBoard {
    if (this.#board) return this.#board;
    if (!this.#inbox) throw errorOf(this.#why);
    const { i2c } = this.#context.pins;
    this.#path = busPath(i2c, this.#options.bus);
    this.#wire = i2c.chip(this.#path, this.#address);
    const { inputs, active_low } = this.#options;
    const pulled = this.#contacts.filter(({ name }) => inputs[name]?.pull);
    const safe = [...this.#lines].filter(([name]) => (this.#context.safe?.get(name) ?? false) !== active_low);
    this.#board = new ChipBoard({
      ...{ chip: this.#chip, wire: this.#wire },
      outputs: maskOf([...this.#lines.values()]),
      inputs: maskOf(this.#contacts.map(({ line }) => line)),
      pulled: maskOf(pulled.map(({ line }) => line)),
      safe: maskOf(safe.map(([, line]) => line)),
    });
    return this.#board;
  }

  async #look(): Promise<void> {
    try {
      const levels = await this.#opened().look();
      this.#seen(levels);
      this.#well();
    } catch (error) {
      this.#condition.lost(tellingOf(this.#explained(error)));
    }
    if (!this.#inbox) return;
    const again_ms = this.#contacts.length > 0 && this.#condition.health().state === "ok" ? LOOK_MS : SELDOM_MS;
    this.#cancel = this.#context.clock.after(again_ms, () => void this.#look());
  }

  /** Well is what answers and carries its orders out. */
  #well(): void {
    const [fault] = this.#faults.values();
    if (fault === undefined) this.#condition.ok();
    else this.#condition.lost(fault);
  }

  #seen(levels: number): void {
    const { mono } = this.#context.clock.now();
    const readings: RawReading[] = [];
    for (const contact of this.#contacts) {
      const value = (((levels >> contact.line) & 1) === 1) !== contact.active_low;
      // what bounces is not the same twice
      const isSteady = contact.seen === value;
      contact.seen = value;
      if (!isSteady || (value === contact.told && mono - contact.told_mono < AGAIN_MS)) continue;
      contact.told = value;
      contact.told_mono = mono;
      readings.push({ quantity: contact.name, value: value ? 1 : 0, unit: "" });
    }
    if (readings.length === 0) return;
    this.#counters.readings += readings.length;
    this.#inbox?.put(readings);
  }

  #output(name: string, line: number): Actuator {
    return {
      carryOut: async (order, signal) => {
        this.#counters.orders += 1;
        try {
          await this.#opened().order(line, order.on !== this.#options.active_low, signal);
        } catch (error) {
          this.#counters.failed_orders += 1;
          const why = this.#explained(error, line);
          // of all else the next look tells whether it is over
          if (error instanceof NotFollowed) this.#faults.set(name, tellingOf(why));
          this.#condition.lost(tellingOf(why));
          throw why;
        }
        this.#faults.delete(name);
        this.#well();
      },
      read: async () => {
        try {
          const levels = await this.#opened().look();
          return (((levels >> line) & 1) === 1) !== this.#options.active_low;
        } catch {
          return null;
        }
      },
      canReport: true,
    };
  }

  #explained(error: unknown, line = 0): Error {
    const at = { address: sayAddress(this.#address), path: this.#path };
    if (error instanceof NotKept) return told("i2c_not_kept", at, { cause: error });
    if (error instanceof Unsteady) return told("i2c_unsteady", at, { cause: error });
    if (error instanceof NotFollowed) {
      const chip = `${this.#options.chip} ${at.address}`;
      return told("pins_not_followed", { line: this.#chip.names[line] ?? String(line), chip }, { cause: error });
    }
    return explainedBus(error, this.#path, this.#address);
  }
}
