import {
  type Actuator,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  type Inbox,
  type Now,
  type Register,
  reason,
  type Shown,
  type Telling,
  tellingOf,
} from "../../model/index.ts";
import { Condition } from "../kit/condition.ts";
import { PulseCounter } from "./counter.ts";
import type { S0Options } from "./options.ts";
import { PulsePower } from "./power.ts";
import type { Pulsed, PulseSource } from "./sources/source.ts";

/** The kernel keeps 1,024 changes of a line: at 50 pulses a second those of ten. */
const LOOK_MS = 50;
/** Readings are told so often at most, and at least. */
const TELL_MS = 1_000;
const AGAIN_MS = 10_000;
/** So many closings that were too short for a pulse are told where they are more than the pulses: they may be the meter's. */
const SHORT = 10;
/** Changes that were lost are shown for so long. */
const SHOWN_MS = 3_600_000;

const QUANTITY = "energy";

/** A meter by the pulses of its S0 output. */
export class S0Device implements Device {
  readonly outputs: ReadonlyMap<string, Actuator> = new Map();
  readonly #options: S0Options;
  readonly #context: DeviceContext;
  readonly #condition: Condition;
  readonly #source: PulseSource;
  readonly #counters = { pulses: 0, estimated_pulses: 0, away_ms: 0 };
  #inbox: Inbox | undefined;
  #register: Register | undefined;
  #counter: PulseCounter | undefined;
  /** While the source is there. */
  #power: PulsePower | undefined;
  #cancel: (() => void) | undefined;
  #told: { readonly mono: number; readonly wh: number; readonly watts: number | null } | undefined;
  #lost_mono = Number.NEGATIVE_INFINITY;
  /** Until when pulses were counted, monotonic, ms; `undefined`: there was nothing to miss before. */
  #counted_mono: number | undefined;

  constructor(options: S0Options, source: PulseSource, context: DeviceContext) {
    this.#options = options;
    this.#source = source;
    this.#context = context;
    // one that does not come to the end of what it reads never tells anything
    this.#condition = new Condition(context, { remark: () => (source.isBehind ? (source.remark?.() ?? null) : null) });
  }

  async start(inbox: Inbox): Promise<void> {
    if (this.#inbox) return;
    this.#inbox = inbox;
    this.#condition.start(inbox);
    this.#register = this.#context.registers.open(this.#context.id, QUANTITY);
    const { pulses_per_kwh, register } = this.#options;
    const last = await this.#register.last();
    this.#counter = new PulseCounter(this.#register, last, pulses_per_kwh, register);
    this.#counted_mono = countedUntil(last, this.#context.clock.now());
    // it may have been stopped meanwhile
    if (!this.#inbox) return;
    const events = { begun: (countsAll: boolean) => this.#begin(countsAll), lost: (why: Telling) => this.#lose(why) };
    this.#source.start(events, last);
  }

  async stop(): Promise<void> {
    if (!this.#inbox) return;
    this.#inbox = undefined;
    this.#cancel?.();
    this.#countLast();
    this.#condition.stop();
    this.#source.stop();
    this.#register?.close();
    this.#register = undefined;
  }

  health(): DeviceHealth {
    return this.#condition.health({ ...this.#counters, ...this.#source.counters }, this.#source.facts);
  }

  #begin(countsAll: boolean): void {
    const { pulses_per_kwh, zero_after } = this.#options;
    const { mono } = this.#context.clock.now();
    this.#power = new PulsePower({ pulses_per_kwh, zero_after_ms: zero_after }, mono);
    this.#told = undefined;
    if (!countsAll) this.#tellAway(mono);
    this.#look();
  }

  /** What came meanwhile nobody counted. */
  #tellAway(mono: number): void {
    if (this.#counted_mono === undefined) return;
    const away_ms = Math.round(mono - this.#counted_mono);
    if (away_ms <= 0) return;
    this.#counters.away_ms += away_ms;
    this.#inbox?.missed?.(QUANTITY, away_ms);
    const seconds = String(Math.ceil(away_ms / 1_000));
    this.#inbox?.note(reason("s0_away", { device: this.#context.id, seconds }));
  }

  #lose(why: Telling): void {
    this.#cancel?.();
    this.#power = undefined;
    this.#condition.lost(why);
  }

  #look(): void {
    this.#cancel?.();
    const { clock } = this.#context;
    const now = clock.now();
    try {
      this.#count(this.#source.take(now), now);
    } catch (error) {
      // where the source is gone it has told it, and begins anew when it is back
      this.#condition.lost(tellingOf(error));
      return;
    }
    this.#tell(now.mono);
    this.#cancel = clock.after(LOOK_MS, () => this.#look());
  }

  /** What the kernel still keeps would be lost with the line. */
  #countLast(): void {
    if (!this.#power) return;
    try {
      const now = this.#context.clock.now();
      this.#count(this.#source.take(now), now);
      this.#counter?.count(0, now.mono, this.#source.place);
    } catch {
      // it has just gone
    }
  }

  #count({ begun, estimated, grain_ms, broken }: Pulsed, { mono }: Now): void {
    const power = this.#power;
    if (estimated > 0) {
      this.#counters.estimated_pulses += estimated;
      this.#lost_mono = mono;
    }
    if (estimated > 0 || broken) power?.forget(begun[0] ?? mono);
    for (const at of begun) power?.pulse(at, grain_ms);
    const pulses = begun.length + estimated;
    this.#counters.pulses += pulses;
    this.#counted_mono = mono;
    if (pulses > 0) this.#counter?.count(pulses, mono, this.#source.place);
  }

  /** What is wrong with the source, or with what it gave, is no secret. */
  #remark(mono: number): Telling | null {
    const remark = this.#source.remark?.() ?? this.#tooShort();
    if (remark !== null || mono - this.#lost_mono > SHOWN_MS) return remark;
    return reason("s0_lost", { pulses: String(this.#counters.estimated_pulses) });
  }

  /** A meter's lamp flashes for a few ms, and would stand at 0 W for ever. */
  #tooShort(): Telling | null {
    const { short_pulses = 0 } = this.#source.counters;
    if (short_pulses < SHORT || short_pulses <= this.#counters.pulses) return null;
    return reason("s0_short", { count: String(short_pulses), least: String(this.#options.least_pulse) });
  }

  #tell(mono: number): void {
    if (this.#source.isBehind) return;
    const [wh, watts] = [this.#counter?.wh ?? 0, this.#power?.at(mono) ?? null];
    const told = this.#told;
    const isNews = !told || told.wh !== wh || told.watts !== watts;
    if (told && mono - told.mono < (isNews ? TELL_MS : AGAIN_MS)) return;
    this.#told = { mono, wh, watts };
    // a run that is killed between two pulses was there until now
    this.#counter?.count(0, mono, this.#source.place);
    this.#condition.ok(this.#remark(mono));
    const power = watts === null ? [] : [{ quantity: "power", value: watts, unit: "W" }];
    this.#inbox?.put([{ quantity: QUANTITY, value: wh, unit: "Wh" }, ...power]);
  }
}

/** Until when the run before counted, on the monotonic clock of this machine start; may lie before it. */
function countedUntil(last: Shown | undefined, { at, mono }: Now): number | undefined {
  if (last?.mono !== undefined) return last.mono;
  return last?.at === undefined ? undefined : mono - (at - last.at);
}
