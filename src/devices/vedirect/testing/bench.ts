import assert from "node:assert/strict";
import { HandsHere } from "../../../hands/testing/here.ts";
import { MemoryRegisters } from "../../../model/testing/memory-registers.ts";
import { Board } from "../../../pins/testing/board.ts";
import { Box } from "../../kit/testing/box.ts";
import { LeapClock } from "../../kit/testing/leap-clock.ts";
import { until } from "../../kit/testing/until.ts";
import { decodeFrame, decodeNumber, encodeFrame, encodeNumber, type HexFrame, readReply } from "../hex.ts";
import { vedirect } from "../index.ts";

/** A device under test with what it dropped in its inbox, and a clock that the test may push forward. */
export class Bench {
  readonly clock = new LeapClock();
  readonly box = new Box();
  readonly device;

  constructor(options: Record<string, unknown>, folder: string) {
    const context = {
      id: "roof",
      folder,
      clock: this.clock,
      hands: new HandsHere(),
      pins: new Board([]),
      registers: new MemoryRegisters(),
    };
    this.device = vedirect.open(vedirect.options.parse(options), context);
    void this.device.start(this.box);
  }

  /** The latest value of a quantity. */
  value(quantity: string): unknown {
    return this.box.readings.findLast((reading) => reading.quantity === quantity)?.value;
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

/** The house's end of a wire, as a simulated device sees it. */
export interface Wire {
  /** Called with what the house sends. */
  onSent: (text: string) => void;
  /** Has the house hear this (latin1). */
  speak(text: string): unknown;
}

/** How a simulated device misbehaves at its next request: one entry each. */
export type Fault = "lost" | "damaged" | "slow" | "chatty";

/** A device with registers of one byte that answers HEX requests on a wire. */
export class HexDevice {
  readonly registers: Map<number, number>;
  /** Registers that refuse to be written. */
  readonly readOnly = new Set<number>();
  /** Registers that answer every request with "out of range". */
  readonly outOfRange = new Set<number>();
  /** Commands that its firmware knows. */
  readonly commands = new Set<string>(["get", "set"]);
  readonly faults: Fault[] = [];
  readonly writes: [register: number, value: number][] = [];
  requests = 0;
  readonly #wire: Wire;
  #rest = "";

  constructor(wire: Wire, registers: Record<number, number>) {
    this.#wire = wire;
    this.registers = new Map(Object.entries(registers).map(([register, value]) => [Number(register), value]));
    wire.onSent = (text) => this.#take(text);
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
    if (fault === "damaged") void this.#wire.speak(`${answer.slice(0, -2)}\xfe`);
    else if (fault === "slow") setTimeout(() => void this.#wire.speak(answer), 300);
    else if (fault === "chatty") void this.#wire.speak(`${asyncFrame(0xedab, 0)}${asyncFrame(0xedbc, 7)}${answer}`);
    else void this.#wire.speak(answer);
  }

  #reply(frame: HexFrame): string {
    const request = readReply(frame);
    if (request.kind !== "get" && request.kind !== "set") return encodeFrame(3, [frame.command]);
    const { kind, register, value } = request;
    if (!this.commands.has(kind)) return encodeFrame(3, [frame.command]);
    const command = kind === "get" ? 7 : 8;
    const known = this.registers.get(register);
    if (known === undefined) return encodeFrame(command, [...encodeNumber(register, "u16"), 0x01]);
    if (this.outOfRange.has(register)) return encodeFrame(command, [...encodeNumber(register, "u16"), 0x04, known]);
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
