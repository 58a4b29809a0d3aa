import { resolve } from "node:path";
import {
  type Actuator,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  type Inbox,
  type Reason,
  reason,
} from "../../model/index.ts";
import { Freshness, LOST_AFTER_MS } from "./freshness.ts";
import { Identity } from "./identity.ts";
import { interpret } from "./labels.ts";
import { type LoadOnStop, Outputs } from "./outputs.ts";
import { SerialLine } from "./port.ts";
import { HexRequests } from "./requests.ts";
import { type Fields, TextParser } from "./text.ts";

export interface VedirectOptions {
  readonly port: string;
  readonly take_relay: boolean;
  readonly load_on_stop: LoadOnStop;
}

const CHECK_MS = 1_000;
/** Handing back the load at the stop: one answer's time, so that the whole stop stays within 2 s. */
const RELEASE_WITHIN_MS = 900;

/** One VE.Direct device on its serial line: readings by the text protocol, orders by the HEX protocol. */
export class VedirectDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #options: VedirectOptions;
  readonly #context: DeviceContext;
  readonly #parser = new TextParser();
  readonly #identity = new Identity();
  readonly #line: SerialLine;
  readonly #requests: HexRequests;
  readonly #outputs: Outputs;
  readonly #fields = { junk_fields: 0, unknown_labels: 0 };
  #freshness: Freshness;
  #inbox: Inbox | null = null;
  #ticker: NodeJS.Timeout | null = null;
  /** Bytes received when the last good block came, to tell a silent line from a noisy one. */
  #bytesAtGood = 0;

  constructor(options: VedirectOptions, context: DeviceContext) {
    this.#options = options;
    this.#context = context;
    const mono = () => context.now().mono;
    this.#freshness = new Freshness(mono());
    this.#line = new SerialLine(
      resolve(context.folder, options.port),
      {
        opened: () => this.#opened(),
        received: (bytes) => this.#received(bytes),
        closed: (why) => this.#requests.abort(why),
      },
      mono,
    );
    this.#requests = new HexRequests((frame) => this.#line.write(frame));
    this.#outputs = new Outputs({
      requests: this.#requests,
      identity: this.#identity,
      silence: () => (this.#freshness.seen ? this.#freshness.silence(mono()) : Number.POSITIVE_INFINITY),
      mono,
      take_relay: options.take_relay,
      note: (words) => this.#note(reason("device_note", { device: context.id, problem: words })),
    });
    this.outputs = this.#outputs.actuators;
  }

  start(inbox: Inbox): void {
    if (this.#inbox) return;
    this.#inbox = inbox;
    this.#freshness = new Freshness(this.#mono());
    this.#ticker = setInterval(() => this.#check(), CHECK_MS);
    this.#ticker.unref();
    this.#line.start();
  }

  async stop(): Promise<void> {
    if (!this.#inbox) return;
    this.#inbox = null;
    if (this.#ticker) clearInterval(this.#ticker);
    this.#ticker = null;
    this.#requests.abort("Gleaner is stopping");
    await this.#release();
    this.#requests.abort("Gleaner is stopping");
    await this.#line.stop();
  }

  health(): DeviceHealth {
    const mono = this.#mono();
    const recent = this.#freshness.seen && this.#freshness.silence(mono) < LOST_AFTER_MS;
    const state = recent ? "ok" : this.#freshness.silence(mono) < LOST_AFTER_MS ? "starting" : "lost";
    return {
      state,
      problem: state === "lost" ? this.#lostWords(mono) : this.#line.problem,
      counters: { ...this.#parser.counters, ...this.#fields, ...this.#line.counters, ...this.#requests.counters },
      facts: this.#identity.facts(),
    };
  }

  #mono(): number {
    return this.#context.now().mono;
  }

  #note(why: Reason): void {
    this.#inbox?.note(why);
  }

  /** Another device may hang on the line now. */
  #opened(): void {
    this.#parser.reset();
    this.#identity.forget();
    this.#outputs.forget();
    this.#bytesAtGood = this.#line.counters.bytes;
  }

  #received(bytes: Uint8Array): void {
    for (const event of this.#parser.feed(bytes, this.#mono())) {
      if (event.kind === "hex") this.#requests.take(event.frame);
      else this.#takeBlock(event.fields);
    }
  }

  #takeBlock(fields: Fields): void {
    this.#identity.learn(fields);
    this.#outputs.learn(fields.get("LOAD"));
    this.#bytesAtGood = this.#line.counters.bytes;
    if (this.#freshness.good(this.#mono())) this.#note(reason("device_back", { device: this.#context.id }));
    const { readings, junk, unknown } = interpret(fields, {
      converter_current: this.#identity.reportsConverterCurrent,
    });
    this.#fields.junk_fields += junk;
    this.#fields.unknown_labels += unknown;
    if (readings.length > 0) this.#inbox?.put(readings);
  }

  #check(): void {
    const mono = this.#mono();
    if (this.#freshness.check(mono)) {
      this.#note(reason("device_lost", { device: this.#context.id, problem: this.#lostWords(mono) }));
    }
  }

  #lostWords(mono: number): string {
    const seconds = Math.floor(this.#freshness.silence(mono) / 1000);
    const since = this.#freshness.seen
      ? `no good frame for ${seconds} s`
      : `no good frame since the start ${seconds} s ago`;
    return `${since}: ${this.#line.problem ?? this.#hint()}`;
  }

  /** The line is open, and yet there is nothing good. */
  #hint(): string {
    return this.#line.counters.bytes > this.#bytesAtGood
      ? "bytes arrive but none makes a sound block: another kind of device or speed, noise or a loose wire, " +
          "or another program reads the same port"
      : "the port is open but nothing arrives: check that the device is powered, the cable sits in its VE.Direct port " +
          'and its TX port function is "normal communication"';
  }

  async #release(): Promise<void> {
    if (!this.#line.isOpen) return;
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((done) => {
      limit = setTimeout(done, RELEASE_WITHIN_MS);
    });
    // A device that does not answer now keeps its last order: there is nobody left to ask again.
    const released = this.#outputs.release(this.#options.load_on_stop).catch(() => undefined);
    await Promise.race([released, late]);
    clearTimeout(limit);
  }
}
