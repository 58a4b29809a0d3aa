import { resolve } from "node:path";
import {
  type Actuator,
  type Device,
  type DeviceContext,
  type DeviceHealth,
  type Inbox,
  type Reason,
  reason,
  type Telling,
} from "../../model/index.ts";
import { atMost } from "../kit/at-most.ts";
import { Condition } from "../kit/condition.ts";
import { Pause } from "../kit/pause.ts";
import { SerialLine } from "../kit/serial-line.ts";
import { type Ports, systemPorts } from "../kit/serial-port.ts";
import { Identity } from "./identity.ts";
import { interpret } from "./labels.ts";
import { HexRequests } from "./requests.ts";
import { type LoadOnStop, Switches } from "./switches.ts";
import { type Fields, TextParser } from "./text.ts";

export interface VedirectOptions {
  readonly port: string;
  readonly take_relay: boolean;
  readonly load_on_stop: LoadOnStop;
}

/** A source without a good block for so long is lost, ms. */
export const LOST_AFTER_MS = 10_000;
/** A silence longer than this within a block or a HEX frame means that bytes were lost, ms. */
const PAUSE_MS = 500;
/** Victron, "VE.Direct Protocol" 3.33. */
const BAUD = 19_200;
const RIVALS = ["vedirect.py", "PvMonit", "Venus OS"];
const CHECK = reason("vedirect_check");
const ONLY_HEX = reason("vedirect_only_hex");
/** Handing back the load at the stop: one answer's time, so that the whole stop stays within 2 s. */
const RELEASE_WITHIN_MS = 900;

/** One VE.Direct device on its serial line: readings by the text protocol, orders by the HEX protocol. */
export class VedirectDevice implements Device {
  readonly outputs: ReadonlyMap<string, Actuator>;
  readonly #options: VedirectOptions;
  readonly #context: DeviceContext;
  readonly #parser = new TextParser();
  readonly #identity = new Identity();
  readonly #pause: Pause;
  readonly #line: SerialLine;
  readonly #condition: Condition;
  readonly #requests: HexRequests;
  readonly #switches: Switches;
  readonly #fields = { junk_fields: 0, unknown_labels: 0 };
  #inbox: Inbox | null = null;
  /** What arrives in place of blocks since the last one, if it is HEX. */
  #onlyHex: Reason | null = null;

  constructor(options: VedirectOptions, context: DeviceContext, ports: Ports = systemPorts) {
    this.#options = options;
    this.#context = context;
    const mono = () => context.clock.now().mono;
    this.#pause = new Pause(context.clock, PAUSE_MS, () => this.#parser.reset());
    const settings = {
      baud: BAUD,
      rivals: RIVALS,
      opened: () => this.#opened(),
      received: (bytes: Uint8Array) => this.#received(bytes),
      lost: () => this.#parser.reset(),
      closed: (why: Telling) => this.#requests.abort(why),
      hangs: () => this.#condition.cutOff(),
    };
    this.#line = new SerialLine(resolve(context.folder, options.port), settings, context.clock, ports);
    this.#condition = new Condition(
      context,
      this.#line.silence(LOST_AFTER_MS, CHECK, () => this.#onlyHex),
    );
    this.#requests = new HexRequests((frame) => this.#line.write(frame), context.clock);
    this.#switches = new Switches({
      requests: this.#requests,
      identity: this.#identity,
      silence: () => this.#condition.silent_ms(),
      mono,
      take_relay: options.take_relay,
      note: (problem) => this.#inbox?.note(reason("device_note", { device: context.id, problem })),
    });
    this.outputs = this.#switches.actuators;
  }

  start(inbox: Inbox): void {
    if (this.#inbox) return;
    this.#inbox = inbox;
    this.#condition.start(inbox);
    this.#line.start();
  }

  async stop(): Promise<void> {
    if (!this.#inbox) return;
    this.#inbox = null;
    this.#pause.stop();
    this.#condition.stop();
    this.#requests.abort(reason("stopping"));
    await this.#release();
    this.#requests.abort(reason("stopping"));
    await this.#line.stop();
  }

  health(): DeviceHealth {
    const { counters } = this.#parser;
    return this.#condition.health(
      { ...counters, ...this.#fields, ...this.#line.counters, ...this.#requests.counters },
      this.#identity.facts(),
    );
  }

  /** Another device may hang on the line now. */
  #opened(): void {
    this.#parser.reset();
    this.#onlyHex = null;
    this.#identity.forget();
    this.#switches.forget();
  }

  #received(bytes: Uint8Array): void {
    for (const event of this.#parser.feed(bytes)) {
      if (event.kind === "hex") {
        this.#onlyHex = ONLY_HEX;
        this.#requests.take(event.frame);
      } else this.#takeBlock(event.fields);
    }
    this.#pause.heard(this.#parser.isWithin);
  }

  #takeBlock(fields: Fields): void {
    this.#onlyHex = null;
    this.#identity.learn(fields);
    this.#switches.learn(fields.get("LOAD"));
    this.#condition.ok();
    const { readings, junk, unknown } = interpret(fields, {
      converter_current: this.#identity.reportsConverterCurrent,
      meters_dc: this.#identity.metersDc,
    });
    this.#fields.junk_fields += junk;
    this.#fields.unknown_labels += unknown;
    if (readings.length > 0) this.#inbox?.put(readings);
  }

  /** A device that does not answer now keeps its last order: there is nobody left to ask again. */
  async #release(): Promise<void> {
    if (!this.#line.isOpen) return;
    await atMost(this.#context.clock, RELEASE_WITHIN_MS, this.#switches.release(this.#options.load_on_stop));
  }
}
