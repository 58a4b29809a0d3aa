import { type Actuator, type Order, type Reason, reason, told } from "../../model/index.ts";
import { decodeNumber } from "./hex.ts";
import type { Identity } from "./identity.ts";
import { type HexRequests, Refused } from "./requests.ts";

/** The switching side: load output and relay, by HEX registers (Victron, "BMV-7xx" and "BlueSolar HEX protocol"). */

const LOAD_CONTROL = 0xedab;
const LOAD_OFF = 0;
const LOAD_AUTO = 1;
const LOAD_ON = 4;
const LOAD_STATE = 0xeda8;
const RELAY_STATE = 0x034e;

interface RelayMode {
  readonly register: number;
  /** The value that lets a program switch the relay. */
  readonly remote: number;
}

const MONITOR_RELAY: RelayMode = { register: 0x034f, remote: 2 };
const MPPT_RELAY: RelayMode = { register: 0xedd9, remote: 0xff };

/** A state that was asked for is good for so long: old firmware pauses its readings after each question, ms. */
const READ_AGAIN_MS = 60_000;
/** The device is asked only while its readings flow, so that questions cannot silence it, ms. */
const FLOWING_MS = 3_000;

/** What becomes of the load output when Gleaner stops. */
export type LoadOnStop = "auto" | "off" | "keep";

export interface SwitchContext {
  readonly requests: HexRequests;
  readonly identity: Identity;
  /** How long ago the last good block came, ms. */
  readonly silence: () => number;
  readonly mono: () => number;
  /** Sets a relay that is not in remote mode to it. */
  readonly take_relay: boolean;
  /** Tells people what was changed in the device. */
  readonly note: (what: Reason) => void;
}

/** The device answered that it has no such register. */
function isAbsent(error: unknown): boolean {
  return error instanceof Refused && (error.flags === 0 || (error.flags & 0x03) !== 0);
}

export class Switches {
  readonly actuators: ReadonlyMap<string, Actuator>;
  readonly #context: SwitchContext;
  #wroteLoad = false;
  #relayIsRemote = false;
  readonly #known = new Map<number, { readonly mono: number; readonly value: number | null }>();
  /** What the readings themselves say of the load since the last order to it. */
  #toldLoad: boolean | null = null;

  constructor(context: SwitchContext) {
    this.#context = context;
    this.actuators = new Map<string, Actuator>([
      ["load", { carryOut: (order) => this.#switchLoad(order), read: () => this.#readLoad() }],
      ["relay", { carryOut: (order) => this.#switchRelay(order), read: () => this.#read(RELAY_STATE) }],
    ]);
  }

  /** Takes the load's state from a block of readings, where the device reports it: then nobody need ask. */
  learn(load: string | undefined): void {
    const word = load?.toUpperCase();
    if (word === "ON" || word === "OFF") this.#toldLoad = word === "ON";
  }

  async #readLoad(): Promise<boolean | null> {
    if (this.#toldLoad === null) return this.#read(LOAD_STATE);
    return this.#context.silence() > FLOWING_MS ? null : this.#toldLoad;
  }

  /** The line was opened: another device may hang on it, or this one was set up anew. */
  forget(): void {
    this.#relayIsRemote = false;
    this.#toldLoad = null;
    this.#known.clear();
  }

  /**
   * Hands the load output back to the device, if Gleaner ever switched it: nothing else would, as the device
   * keeps the last order for ever.
   */
  async release(how: LoadOnStop): Promise<void> {
    if (!this.#wroteLoad || how === "keep") return;
    await this.#context.requests.set(LOAD_CONTROL, how === "off" ? LOAD_OFF : LOAD_AUTO, "u8");
    this.#wroteLoad = false;
  }

  async #switchLoad(order: Order): Promise<void> {
    this.#requireHex();
    // Noted before sending: an order without an answer may still have been taken.
    this.#wroteLoad = true;
    this.#known.delete(LOAD_STATE);
    try {
      await this.#context.requests.set(LOAD_CONTROL, order.on ? LOAD_ON : LOAD_OFF, "u8");
    } catch (error) {
      if (!isAbsent(error)) throw error;
      this.#wroteLoad = false;
      throw told("vedirect_no_load");
    } finally {
      this.#known.delete(LOAD_STATE);
      this.#toldLoad = null;
    }
  }

  async #switchRelay(order: Order): Promise<void> {
    this.#requireHex();
    if (this.#context.identity.kind === "shunt") throw told("vedirect_shunt");
    if (!this.#relayIsRemote) await this.#requireRemote();
    this.#known.delete(RELAY_STATE);
    try {
      await this.#context.requests.set(RELAY_STATE, order.on ? 1 : 0, "u8");
    } catch (error) {
      // Somebody may have changed its mode: look again before the next order.
      this.#relayIsRemote = false;
      throw error;
    } finally {
      this.#known.delete(RELAY_STATE);
    }
  }

  #requireHex(): void {
    if (this.#context.identity.textOnly) {
      throw told("vedirect_only_reports");
    }
  }

  /** Makes sure that the relay obeys. @throws Error that says how to set it */
  async #requireRemote(): Promise<void> {
    const { kind } = this.#context.identity;
    const modes = kind === "mppt" ? [MPPT_RELAY] : kind === "other" ? [MONITOR_RELAY, MPPT_RELAY] : [MONITOR_RELAY];
    for (const { register, remote } of modes) {
      const mode = await this.#relayMode(register);
      if (mode === null) continue;
      if (mode !== remote) await this.#takeRelay(register, remote, mode);
      this.#relayIsRemote = true;
      return;
    }
    throw told("vedirect_no_relay");
  }

  async #relayMode(register: number): Promise<number | null> {
    try {
      return decodeNumber(await this.#context.requests.get(register), "u8");
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
  }

  async #takeRelay(register: number, remote: number, mode: number): Promise<void> {
    if (!this.#context.take_relay) {
      throw told("vedirect_own_rule", { mode: String(mode) });
    }
    await this.#context.requests.set(register, remote, "u8");
    this.#context.note(reason("vedirect_relay_taken", { mode: String(mode) }));
  }

  async #read(register: number): Promise<boolean | null> {
    const { mono, requests, silence, identity } = this.#context;
    if (identity.textOnly) return null;
    const known = this.#known.get(register);
    let value = known && mono() - known.mono < READ_AGAIN_MS ? known.value : undefined;
    if (value === undefined) {
      if (silence() > FLOWING_MS) return null;
      value = await requests.get(register, 0).then(
        (bytes) => decodeNumber(bytes, "u8"),
        () => null,
      );
      this.#known.set(register, { mono: mono(), value });
    }
    // 2 and 3 are a load output on its way: connecting, activating.
    return value === 0 ? false : value === 1 ? true : null;
  }
}
