import {
  type Actuator,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  type Edge,
  type Inbox,
  type Lines,
  type Reason,
  type Register,
  reason,
  tellingOf,
} from "../../model/index.ts";
import type { Chosen } from "../../pins/choose.ts";
import { Hold } from "../../pins/hold.ts";
import { Condition } from "../kit/condition.ts";
import { type Change, Contact } from "./contact.ts";
import { PulseCounter } from "./counter.ts";
import type { S0Options } from "./options.ts";
import { PulsePower } from "./power.ts";

/** The kernel keeps 1,024 changes: at 50 pulses a second those of ten. */
const LOOK_MS = 50;
const EDGES_AT_ONCE = 256;
/** Readings are told so often at most, and at least. */
const TELL_MS = 1_000;
const AGAIN_MS = 10_000;
/** Changes that were lost are shown for so long. */
const SHOWN_MS = 3_600_000;

const QUANTITY = "energy";

/** What one hold of the line knows: a chip that comes back begins anew. */
interface Reading {
  readonly contact: Contact;
  readonly power: PulsePower;
}

/** A meter by the pulses of its S0 output. */
export class S0Device implements Device {
  readonly outputs: ReadonlyMap<string, Actuator> = new Map();
  readonly #options: S0Options;
  readonly #context: DeviceContext;
  readonly #condition: Condition;
  readonly #hold: Hold;
  readonly #counters = { pulses: 0, estimated_pulses: 0, short_pulses: 0, bounces: 0, lost_changes: 0 };
  #inbox: Inbox | undefined;
  #register: Register | undefined;
  #counter: PulseCounter | undefined;
  #reading: Reading | undefined;
  #cancel: (() => void) | undefined;
  #told: { readonly mono: number; readonly wh: number; readonly watts: number | null } | undefined;
  #lost_mono = Number.NEGATIVE_INFINITY;

  constructor(options: S0Options, context: DeviceContext) {
    this.#options = options;
    this.#context = context;
    this.#condition = new Condition(context);
    this.#hold = new Hold({
      ...{ pins: context.pins, clock: context.clock, chip: options.chip, lines: [options.line] },
      take: (chosen) => this.#take(chosen),
      taken: (lines) => this.#begin(lines),
      lost: (why) => this.#condition.lost(why),
    });
  }

  async start(inbox: Inbox): Promise<void> {
    if (this.#inbox) return;
    this.#inbox = inbox;
    this.#condition.start(inbox);
    this.#register = this.#context.registers.open(this.#context.id, QUANTITY);
    const { pulses_per_kwh, register } = this.#options;
    const last = await this.#register.last();
    this.#counter = new PulseCounter(this.#register, last, pulses_per_kwh, register);
    // it may have been stopped meanwhile
    if (this.#inbox) this.#hold.start();
  }

  async stop(): Promise<void> {
    if (!this.#inbox) return;
    this.#inbox = undefined;
    this.#cancel?.();
    this.#countLast();
    this.#condition.stop();
    this.#hold.stop();
    this.#register?.close();
    this.#register = undefined;
  }

  health(): DeviceHealth {
    const now = this.#reading?.contact.counters;
    const counters = now ? { ...this.#counters, ...now } : this.#counters;
    return this.#condition.health(counters);
  }

  #take({ chip, offsets }: Chosen): Lines {
    const { pull, active_low } = this.#options;
    const config = { direction: "input", pull, active_low, edges: "both", debounce_us: 0 } as const;
    return this.#context.pins.request(chip, offsets, `gleaner ${this.#context.id}`, config);
  }

  #begin(lines: Lines): void {
    const { least_pulse, least_pause, pulses_per_kwh, zero_after } = this.#options;
    const [closed = false] = lines.get();
    const { mono } = this.#context.clock.now();
    this.#reading = {
      contact: new Contact({ least_pulse_ms: least_pulse, least_pause_ms: least_pause }, closed),
      power: new PulsePower({ pulses_per_kwh, zero_after_ms: zero_after }, mono),
    };
    this.#told = undefined;
    this.#look();
  }

  #look(): void {
    this.#cancel?.();
    const { clock } = this.#context;
    try {
      const now = clock.now().mono;
      const { begun, estimated } = this.#reading?.contact.take(this.#changes(), now) ?? { begun: [], estimated: 0 };
      this.#count(begun, estimated, now);
      this.#tell(now);
      this.#cancel = clock.after(LOOK_MS, () => this.#look());
    } catch (error) {
      // where the chip is gone the hold has told it, and begins anew when it is back
      this.#condition.lost(tellingOf(error));
    }
  }

  /** What the kernel still keeps would be lost with the line. */
  #countLast(): void {
    if (!this.#reading || !this.#hold.chosen) return;
    try {
      const now = this.#context.clock.now().mono;
      const { begun, estimated } = this.#reading.contact.take(this.#changes(), now);
      this.#count(begun, estimated, now);
    } catch {
      // the chip has just gone
    }
  }

  /** All changes that wait. */
  #changes(): Change[] {
    const edges: Edge[] = [];
    for (let some = EDGES_AT_ONCE; some === EDGES_AT_ONCE; ) {
      const found = this.#hold.use((lines) => lines.edges(EDGES_AT_ONCE));
      edges.push(...found);
      some = found.length;
    }
    return edges.map(({ mono, rising, sequence }) => ({ mono, closed: rising, sequence }));
  }

  #count(begun: readonly number[], estimated: number, now: number): void {
    const power = this.#reading?.power;
    if (estimated > 0) {
      this.#counters.estimated_pulses += estimated;
      this.#lost_mono = now;
      power?.forget(begun[0] ?? now);
    }
    for (const mono of begun) power?.pulse(mono);
    this.#counters.pulses += begun.length + estimated;
    this.#counter?.count(begun.length + estimated);
  }

  /** Changes that were lost are no secret. */
  #remark(now: number): Reason | null {
    if (now - this.#lost_mono > SHOWN_MS) return null;
    return reason("s0_lost", { pulses: String(this.#counters.estimated_pulses) });
  }

  #tell(now: number): void {
    const [wh, watts] = [this.#counter?.wh ?? 0, this.#reading?.power.at(now) ?? null];
    const told = this.#told;
    const isNews = !told || told.wh !== wh || told.watts !== watts;
    if (told && now - told.mono < (isNews ? TELL_MS : AGAIN_MS)) return;
    this.#told = { mono: now, wh, watts };
    this.#condition.ok(this.#remark(now));
    const power = watts === null ? [] : [{ quantity: "power", value: watts, unit: "W" }];
    this.#inbox?.put([{ quantity: QUANTITY, value: wh, unit: "Wh" }, ...power]);
  }
}
