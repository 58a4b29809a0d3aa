import {
  type Actuator,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  type Files,
  type Inbox,
  reason,
  type Telling,
  told,
} from "../../model/index.ts";
import { Condition } from "../kit/condition.ts";
import { Reader } from "../kit/reader.ts";
import { Listener } from "./listener.ts";
import type { Options } from "./options.ts";
import { Poller } from "./poller.ts";
import type { Shared, Tally } from "./shared.ts";
import { CommandSwitch } from "./switch.ts";

/** A source, a switch or both, each a program of the owner's. */
export class CommandDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #options: Options;
  readonly #folder: string;
  readonly #files: Files;
  readonly #condition: Condition;
  readonly #reader: Reader;
  readonly #source: Poller | Listener | undefined;
  readonly #listener: Listener | undefined;
  readonly #switch: CommandSwitch | undefined;
  readonly #tally: Tally = {
    runs: 0,
    timeouts: 0,
    readings: 0,
    refused_values: 0,
    dropped_values: 0,
    repeated_values: 0,
    unknown_units: 0,
    cut_bytes: 0,
    cut_lines: 0,
    orders: 0,
    failed_orders: 0,
    failed_reads: 0,
  };

  constructor(options: Options, context: DeviceContext) {
    const { source, on, off, read, timeout, env } = options;
    this.#options = options;
    this.#folder = context.folder;
    this.#files = context.hands.files;
    // what a program prints beyond what can be read waits in its own pipe
    this.#reader = new Reader(context, { hold: () => this.#listener?.hold(), go: () => this.#listener?.go() });
    this.#condition = new Condition(context, { remark: () => this.#remark(), reader: this.#reader });
    const shared: Shared = {
      files: this.#files,
      surroundings: { folder: context.folder, env, programs: context.hands.programs },
      condition: this.#condition,
      reader: this.#reader,
      tally: this.#tally,
      clock: context.clock,
    };
    if (source?.listen) this.#listener = new Listener(source.listen, source, shared);
    this.#source = source?.run ? new Poller(source.run, source, source.timeout ?? timeout, shared) : this.#listener;
    if (on && off) this.#switch = new CommandSwitch({ on, off, read }, timeout, shared, !this.#source);
    this.outputs = new Map(this.#switch ? [["", this.#switch]] : []);
  }

  async start(inbox: Inbox): Promise<void> {
    this.#condition.start(inbox);
    if (this.#source) this.#source.start(inbox);
    else if (this.#switch) await this.#condition.attempt(() => this.#look()).catch(() => undefined);
    else this.#condition.lost(reason("nothing_to_do"));
  }

  async stop(): Promise<void> {
    this.#condition.stop();
    this.#reader.stop();
    await Promise.all([this.#source?.stop(), this.#switch?.stop()]);
  }

  health(): DeviceHealth {
    return this.#condition.health({ ...this.#tally });
  }

  #remark(): Telling | null {
    return this.#listener?.remark() ?? this.#switch?.remark() ?? null;
  }

  /** A switch shows nothing before its first order, but a program that is not there can be told at once. */
  async #look(): Promise<void> {
    for (const command of [this.#options.on, this.#options.off, this.#options.read]) {
      const program = command?.[0];
      if (program === undefined || (await this.#files.find(program, this.#folder))) continue;
      throw told("program_missing", { program, folder: this.#folder });
    }
  }
}
