import type { z } from "zod";
import {
  type Actuator,
  type Clock,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  type Files,
  FileTrouble,
  type Inbox,
  type RawReading,
  type Telling,
  told,
  type Unit,
  type Value,
} from "../../model/index.ts";
import { atMost } from "./at-most.ts";
import { Condition } from "./condition.ts";
import type { DeviceType } from "./device-type.ts";

/** A read that takes longer has failed, ms. */
const READ_WITHIN_MS = 5_000;
/** A read that does not heed its signal is waited for so long at the stop, ms. */
const STOP_WITHIN_MS = 1_000;

/** What fails because the hands are begun anew is tried again so soon: what is asked once an hour loses no hour, ms. */
const HANDS_AGAIN_MS = 5_000;

function isWithoutHands(error: unknown): boolean {
  return error instanceof FileTrouble && error.code === "NO_HANDS";
}

/** Looks again and again, from the start of one look to that of the next; one at a time, however long it takes. */
export class Polling {
  readonly #clock: Pick<Clock, "now" | "after">;
  readonly #every_ms: number;
  readonly #look: () => Promise<unknown>;
  #running = false;
  #looking: Promise<void> | undefined;
  #cancel: (() => void) | undefined;

  /** @param look what it throws is lost: `Condition.attempt` has told it before */
  constructor(clock: Pick<Clock, "now" | "after">, every_ms: number, look: () => Promise<unknown>) {
    this.#clock = clock;
    this.#every_ms = every_ms;
    this.#look = look;
  }

  /** The first look begins at once. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#round();
  }

  /** Resolves when the look under way is over, and no other comes. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#cancel?.();
    await this.#looking;
  }

  #round(): void {
    const began = this.#clock.now().mono;
    const over = (every_ms: number) => {
      this.#looking = undefined;
      if (!this.#running) return;
      const took_ms = this.#clock.now().mono - began;
      this.#cancel = this.#clock.after(Math.max(0, every_ms - took_ms), () => this.#round());
    };
    this.#looking = this.#look().then(
      () => over(this.#every_ms),
      (error: unknown) => over(isWithoutHands(error) ? Math.min(HANDS_AGAIN_MS, this.#every_ms) : this.#every_ms),
    );
  }
}

/** What a read is given beside the device's options. */
export interface ReadContext {
  /** Folder of the configuration file: relative paths start there. */
  readonly folder: string;
  /** Reads files: a device itself waits for no disk. */
  readonly files: Pick<Files, "read">;
  /** Aborted when the read takes longer than 5 s, and at the stop. */
  readonly signal: AbortSignal;
  /** Something that a person should look at although the values count. The last word of a read counts. */
  remark(words: Telling): void;
}

/** A device type that is asked for its values again and again. */
export interface Polled<Schema extends z.ZodObject, Quantity extends string>
  extends Omit<DeviceType<Schema>, "quantities" | "outputs" | "stale_after_ms" | "shape" | "open"> {
  /** From one read to the next, ms. Values are stale after three of these: one missed read is no alarm. */
  readonly every_ms: number;
  /** What it reports, each in Gleaner's unit; `null` for a state. */
  readonly units: Readonly<Record<Quantity, Unit>>;
  /**
   * The values, measured together. `null`: the device itself does not know. What is left out is not known to anybody.
   * @throws Error saying what to do: then nothing is put, and the last values grow stale by themselves
   */
  read(
    options: z.output<Schema>,
    context: ReadContext,
  ): Promise<Readonly<Partial<Record<NoInfer<Quantity>, Value | null>>>>;
}

/** Makes a device type of the way to read it once. */
export function polled<Schema extends z.ZodObject, Quantity extends string>(
  polled: Polled<Schema, Quantity>,
): DeviceType<Schema> {
  const { every_ms, units, read, ...told } = polled;
  const quantities = Object.entries<Unit>(units).map(([name, unit]) => ({ name, unit }));
  return {
    ...told,
    quantities,
    outputs: [],
    stale_after_ms: 3 * every_ms,
    open: (options, context) =>
      new PolledDevice(context, every_ms, units, (around) => {
        const { folder, hands } = context;
        return read(options, { folder, files: hands.files, ...around });
      }),
  };
}

type Read = (
  around: Omit<ReadContext, "folder" | "files">,
) => Promise<Readonly<Record<string, Value | null | undefined>>>;

class PolledDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator> = new Map();
  readonly #context: DeviceContext;
  readonly #units: Readonly<Record<string, Unit>>;
  readonly #read: Read;
  readonly #condition: Condition;
  readonly #polling: Polling;
  #inbox: Inbox | undefined;
  #limit = new AbortController();

  constructor(context: DeviceContext, every_ms: number, units: Readonly<Record<string, Unit>>, read: Read) {
    this.#context = context;
    this.#units = units;
    this.#read = read;
    this.#condition = new Condition(context);
    this.#polling = new Polling(context.clock, every_ms, () => this.#look());
  }

  start(inbox: Inbox): void {
    this.#inbox = inbox;
    this.#condition.start(inbox);
    this.#polling.start();
  }

  async stop(): Promise<void> {
    this.#inbox = undefined;
    this.#condition.stop();
    this.#limit.abort();
    await atMost(this.#context.clock, STOP_WITHIN_MS, this.#polling.stop());
  }

  health(): DeviceHealth {
    return this.#condition.health();
  }

  /** Over when the read is: one that does not heed its signal must not be overtaken by the next. */
  async #look(): Promise<void> {
    const limit = new AbortController();
    this.#limit = limit;
    const { signal } = limit;
    let remark: Telling | null = null;
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
    const cancel = this.#context.clock.after(READ_WITHIN_MS, () => {
      limit.abort(told("no_answer_within", { seconds: String(READ_WITHIN_MS / 1_000) }));
    });
    const read = async () =>
      this.#read({
        signal,
        remark: (words) => {
          remark = words;
        },
      });
    const reading = read();
    const attempt = async () => this.#take(await Promise.race([reading, aborted]));
    await this.#condition.attempt(attempt, () => remark).catch(() => undefined);
    cancel();
    await reading.catch(() => undefined);
  }

  #take(values: Readonly<Record<string, Value | null | undefined>>): void {
    const readings = Object.entries(values).flatMap(([quantity, value]): RawReading[] => {
      if (value === undefined) return [];
      const unit = this.#units[quantity];
      if (unit === undefined) throw new Error(`${quantity} has no unit: add it to the units of this device type`);
      if (typeof value === "number" && !Number.isFinite(value)) {
        throw told("value_is_none", { quantity, value: String(value) });
      }
      return [{ quantity, value, unit }];
    });
    if (readings.length > 0) this.#inbox?.put(readings);
  }
}
