import {
  type DeviceContext,
  errorOf,
  type Now,
  PinTrouble,
  reason,
  type Telling,
  told,
  type Wire,
  type WireFeeds,
  type Wires,
} from "../../../model/index.ts";
import { trouble } from "../../kit/serial-trouble.ts";
import type { ContactSettings } from "../contact.ts";
import { Again } from "./again.ts";
import { CountedContact } from "./counted-contact.ts";
import { NOTHING, type Pulsed, type PulseSource, type SourceEvents } from "./source.ts";

/** How often the cable itself is asked how the wire stands, ms. */
const CHECK_MS = 10_000;
/** The kernel's counter has 32 bits. */
const COUNTER = 2 ** 32;

export interface WireSettings extends ContactSettings {
  readonly port: string;
  readonly wire: Wire;
  readonly feeds: WireFeeds;
}

/**
 * A wire of a serial port. The kernel counts how often it changes, so that no pulse is lost however late it is looked
 * at; when each change came it does not say.
 */
export class WireSource implements PulseSource {
  readonly facts = {};
  readonly #settings: WireSettings;
  readonly #context: DeviceContext;
  readonly #again: Again;
  #wires: Wires | undefined;
  #contact: CountedContact | undefined;
  #count = 0;
  #looked_mono = 0;
  #checked_mono = 0;
  /** It has counted something since it was opened. */
  #hasCounted = false;
  #doesNotCount = false;
  #events: SourceEvents | undefined;

  constructor(settings: WireSettings, context: DeviceContext) {
    this.#settings = settings;
    this.#context = context;
    this.#again = new Again(
      context.clock,
      () => this.#open(),
      (why) => this.#events?.lost(why),
    );
  }

  get counters(): Readonly<Record<string, number>> {
    return this.#contact?.counters ?? {};
  }

  start(events: SourceEvents): void {
    this.#events = events;
    this.#again.start();
  }

  stop(): void {
    this.#events = undefined;
    this.#again.stop();
    this.#letGo();
  }

  remark(): Telling | null {
    const { port, wire } = this.#settings;
    return this.#doesNotCount ? reason("s0_uncounted", { path: port, wire: wire.toUpperCase() }) : null;
  }

  take({ mono }: Now): Pulsed {
    const [wires, contact] = [this.#wires, this.#contact];
    if (!wires || !contact) return NOTHING;
    const count = this.#read(wires);
    const changes = (count - this.#count + COUNTER) % COUNTER;
    const from = this.#looked_mono;
    this.#count = count;
    this.#looked_mono = mono;
    if (changes > 0) this.#hasCounted = true;
    if (mono - this.#checked_mono >= CHECK_MS) void this.#check(wires, contact, mono);
    const pulses = contact.take(changes, from, mono);
    return { begun: new Array<number>(pulses).fill(mono), estimated: 0, grain_ms: mono - from };
  }

  #read(wires: Wires): number {
    try {
      return wires.changes(this.#settings.wire);
    } catch (error) {
      this.#letGo();
      const why = told("port_unplugged", { path: this.#settings.port }, { cause: error });
      this.#again.gone(why);
      throw why;
    }
  }

  async #open(): Promise<void> {
    const { port, wire, feeds } = this.#settings;
    try {
      const wires = await this.#context.pins.wires(port, feeds);
      if (!this.#again.isRunning) {
        wires.close();
        return;
      }
      this.#wires = wires;
      const [isOn, count] = await this.#steady(wires, wire);
      const { mono } = this.#context.clock.now();
      this.#contact = new CountedContact(this.#settings, isOn, mono);
      this.#count = count;
      [this.#looked_mono, this.#checked_mono] = [mono, mono];
      [this.#hasCounted, this.#doesNotCount] = [false, false];
    } catch (error) {
      this.#letGo();
      throw await this.#explained(error);
    }
    this.#events?.begun(false);
  }

  /** How the wire stands, and how often it has changed by then. */
  async #steady(wires: Wires, wire: Wire): Promise<readonly [boolean, number]> {
    const before = wires.changes(wire);
    const isOn = await wires.isOn(wire);
    const count = wires.changes(wire);
    // a wire that changes meanwhile is asked once more; one that never rests is bounce
    return count === before ? [isOn, count] : [await wires.isOn(wire), wires.changes(wire)];
  }

  /** A driver that does not count is found out by a wire that stands otherwise than its count says. */
  async #check(wires: Wires, contact: CountedContact, mono: number): Promise<void> {
    this.#checked_mono = mono;
    const { wire } = this.#settings;
    try {
      const before = wires.changes(wire);
      const isOn = await wires.isOn(wire);
      if (this.#wires !== wires || wires.changes(wire) !== before || this.#count !== before) return;
      if (isOn === contact.isClosed) return;
      this.#doesNotCount = !this.#hasCounted;
      contact.stands(isOn);
    } catch {
      // the next look finds out what is wrong
    }
  }

  async #explained(error: unknown): Promise<Error> {
    const { port } = this.#settings;
    if (!(error instanceof PinTrouble)) return error instanceof Error ? error : new Error(String(error));
    if (["ENOTTY", "EINVAL", "EOPNOTSUPP"].includes(error.code)) return told("s0_no_wires", { path: port });
    if (error.code === "NO_LIBRARY") return told("pins_no_library");
    return errorOf(await trouble(Object.assign(new Error(error.code), { code: error.code }), port, []));
  }

  #letGo(): void {
    this.#wires?.close();
    this.#wires = undefined;
    this.#contact = undefined;
  }
}
