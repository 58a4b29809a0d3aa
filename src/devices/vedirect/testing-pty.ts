import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { lstatSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SerialPort } from "serialport";
import type { Inbox, Now, Order, RawReading, Reason } from "../../model/index.ts";
import { decodeFrame, decodeNumber, encodeFrame, encodeNumber, type HexFrame, readReply } from "./hex.ts";
import { vedirect } from "./index.ts";

/** Pseudo-terminal pairs and simulated devices for this folder's tests. */

/** Waits until it is so. @throws Error naming what was waited for, after `within_ms` */
export async function until(what: string, isSo: () => boolean, within_ms = 8_000): Promise<void> {
  const limit = performance.now() + within_ms;
  while (!isSo()) {
    if (performance.now() > limit) throw new Error(`waited ${within_ms} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A folder that is gone when the test is over. */
export class Scratch {
  readonly folder = mkdtempSync(join(tmpdir(), "gleaner-vedirect-"));

  path(name: string): string {
    return join(this.folder, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A cable: the house opens `near`, the simulated device holds the far end. */
export class Cable {
  /** What the house sent, byte for byte. */
  sent = "";
  onSent: (text: string) => void = () => undefined;
  readonly #near: string;
  readonly #socat: ChildProcess;
  readonly #far: SerialPort;

  private constructor(near: string, socat: ChildProcess, far: SerialPort) {
    this.#near = near;
    this.#socat = socat;
    this.#far = far;
    far.on("error", () => undefined);
    far.on("data", (bytes: Buffer) => {
      const text = bytes.toString("latin1");
      this.sent += text;
      this.onSent(text);
    });
  }

  /** Plugs a cable in at this path. */
  static async plug(near: string): Promise<Cable> {
    const far = `${near}.far`;
    rmSync(near, { force: true });
    rmSync(far, { force: true });
    const socat = spawn("socat", [`pty,raw,echo=0,link=${near}`, `pty,raw,echo=0,link=${far}`], { stdio: "ignore" });
    let failure: Error | null = null;
    socat.on("error", (error) => {
      failure = new Error(`this test needs the program socat (apt install socat): ${error.message}`);
    });
    await until("socat makes two terminals", () => failure !== null || (exists(near) && exists(far)));
    if (failure) throw failure;
    const port = new SerialPort({ path: far, baudRate: 19_200, lock: false, autoOpen: false });
    await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
    return new Cable(near, socat, port);
  }

  /** The device speaks; resolves when the bytes are on their way. */
  async speak(bytes: Uint8Array | string): Promise<void> {
    const data = typeof bytes === "string" ? Buffer.from(bytes, "latin1") : Buffer.from(bytes);
    await new Promise<void>((resolve) => this.#far.write(data, () => resolve()));
  }

  /** Pulls the cable out; its path is gone too, as udev sees to for a real one. */
  async unplug(): Promise<void> {
    if (this.#socat.exitCode !== null || this.#socat.signalCode !== null) return;
    const gone = new Promise((resolve) => this.#socat.once("exit", resolve));
    this.#socat.kill("SIGKILL");
    await gone;
    // A link left behind would lead to whoever is given this terminal's number next: another test's device.
    rmSync(this.#near, { force: true });
    rmSync(`${this.#near}.far`, { force: true });
    if (this.#far.isOpen) await new Promise<void>((resolve) => this.#far.close(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.unplug();
  }
}

/** A device under test with what it dropped in its inbox and a clock that the test may push forward. */
export class Bench {
  readonly batches: RawReading[][] = [];
  readonly notes: Reason[] = [];
  /** Added to the real clock, ms. */
  leap_ms = 0;
  /** Stands still, so that a pause of this machine is no silence on the line. */
  still = false;
  readonly device;

  constructor(options: Record<string, unknown>, folder: string) {
    const inbox: Inbox = {
      put: (readings) => this.batches.push([...readings]),
      note: (why) => this.notes.push(why),
    };
    this.device = vedirect.open(vedirect.options.parse(options), { id: "roof", folder, now: () => this.now() });
    void this.device.start(inbox);
  }

  now(): Now {
    const passed = (this.still ? 0 : performance.now()) + this.leap_ms;
    return { at: 1_760_000_000_000 + passed, mono: passed };
  }

  /** The latest value of a quantity. */
  value(quantity: string): unknown {
    return this.batches.flat().findLast((reading) => reading.quantity === quantity)?.value;
  }

  count(name: string): number {
    return this.device.health().counters[name] ?? 0;
  }

  opened(times = 1): Promise<void> {
    return until(`the port is open for the ${times}. time`, () => this.count("opens") >= times, 15_000);
  }

  output(name: string) {
    const actuator = this.device.outputs.get(name);
    assert.ok(actuator);
    return actuator;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.device.stop();
  }
}

/** An order as the guard would make it; only tests may do so. */
export function order(on: boolean): Order {
  return { relay: "boiler", on, reason: { code: "no_rule" } } as unknown as Order;
}

/** How a simulated device misbehaves at its next request: one entry each. */
export type Fault = "lost" | "damaged" | "slow" | "chatty";

/** A device with registers of one byte that answers HEX requests on a cable. */
export class HexDevice {
  readonly registers: Map<number, number>;
  /** Registers that refuse to be written. */
  readonly readOnly = new Set<number>();
  readonly faults: Fault[] = [];
  readonly writes: [register: number, value: number][] = [];
  requests = 0;
  readonly #cable: Cable;
  #rest = "";

  constructor(cable: Cable, registers: Record<number, number>) {
    this.#cable = cable;
    this.registers = new Map(Object.entries(registers).map(([register, value]) => [Number(register), value]));
    cable.onSent = (text) => this.#take(text);
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      const frame = decodeFrame(line.slice(1));
      assert.ok(frame && line.startsWith(":"), `a frame with a right check, not ${line}`);
      this.#answer(frame);
    }
  }

  #answer(frame: HexFrame): void {
    this.requests += 1;
    const answer = this.#reply(frame);
    const fault = this.faults.shift();
    if (fault === "lost") return;
    if (fault === "damaged") void this.#cable.speak(`${answer.slice(0, -2)}\xfe`);
    else if (fault === "slow") setTimeout(() => void this.#cable.speak(answer), 300);
    else if (fault === "chatty") void this.#cable.speak(`${asyncFrame(0xedab, 0)}${asyncFrame(0xedbc, 7)}${answer}`);
    else void this.#cable.speak(answer);
  }

  #reply(frame: HexFrame): string {
    const request = readReply(frame);
    if (request.kind !== "get" && request.kind !== "set") return encodeFrame(3, [frame.command]);
    const { kind, register, value } = request;
    const command = kind === "get" ? 7 : 8;
    const known = this.registers.get(register);
    if (known === undefined) return encodeFrame(command, [...encodeNumber(register, "u16"), 0x01]);
    if (kind === "set") {
      if (this.readOnly.has(register)) return encodeFrame(command, [...encodeNumber(register, "u16"), 0x02, known]);
      this.registers.set(register, decodeNumber(value, "u8") ?? 0);
      this.writes.push([register, this.registers.get(register) ?? 0]);
    }
    return encodeFrame(command, [...encodeNumber(register, "u16"), 0, this.registers.get(register) ?? 0]);
  }
}

function asyncFrame(register: number, value: number): string {
  return encodeFrame(10, [...encodeNumber(register, "u16"), 0, value]);
}
