import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { PinTrouble } from "../../model/index.ts";
import { Latch, Registers } from "../../pins/testing/wire-chips.ts";
import { type Fault, type WireChip, Wires } from "../../pins/testing/wires.ts";
import { ChipBoard } from "./board.ts";
import { CHIPS, type ChipName } from "./chips.ts";

/**
 * Orders and faults as they come, against a model of each chip. `GLEANER_SEQUENCES=100000 node --test` on this file tries more.
 * A house is there that looks at what it ordered, as the guard does: twice the contrary, and the order is given again.
 */
const SEQUENCES = Number(process.env.GLEANER_SEQUENCES ?? 500);
const ADDRESS = 0x20;
const OUTPUTS = 0b0000_0000_1111_0111;
const LINES = [0, 1, 2, 4, 5, 6, 7];

type Wire = WireChip & { reset(): void; short: number; readonly latch: number; readonly driven?: number };

const FAULTS = ["no_answer", "after", "torn", "corrupt", "misread", "lost_power"] as const;
const faults = fc.record({ kind: fc.constantFrom(...FAULTS), at: fc.nat(9), bits: fc.integer({ min: 1, max: 255 }) });
type Trouble = (typeof faults extends fc.Arbitrary<infer T> ? T : never) & object;

const events = fc.record({
  orders: fc.array(fc.record({ line: fc.constantFrom(...LINES), high: fc.boolean() }), { maxLength: 3 }),
  troubles: fc.array(faults, { maxLength: 6 }),
  /** Lines that touch ground meanwhile. */
  short: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(255)),
});

/** Does what a fault does to a step. @throws PinTrouble */
function suffer({ kind, bits }: Trouble, chip: Wire, step: Parameters<Fault>[1], doIt: () => number[] | undefined) {
  if (kind === "no_answer") throw new PinTrouble("EREMOTEIO", "test");
  if (kind === "lost_power") chip.reset();
  if (kind === "torn" && step.do === "write") {
    chip.write(step.bytes.slice(0, bits % (step.bytes.length + 1)));
    throw new PinTrouble("EIO", "test");
  }
  if (kind === "corrupt" && step.do === "write") {
    const last = step.bytes.length - 1;
    chip.write(step.bytes.map((byte, index) => (index === last ? byte ^ bits : byte)));
    return undefined;
  }
  const read = doIt();
  if (kind === "after") throw new PinTrouble("EIO", "test");
  return kind === "misread" ? read?.map((byte) => byte ^ bits) : read;
}

/** A board, its chip, and what was ordered of each line. */
class House {
  readonly wires = new Wires();
  readonly ordered = new Map<number, boolean>();
  readonly #chip: Wire;
  readonly #safe: number;
  readonly #board: ChipBoard;
  #troubles: readonly Trouble[] = [];
  #steps = 0;
  /** Lines whose order was not confirmed since the chip had power: they are as they were found, and may be put back to that. */
  readonly #anew = new Set<number>(LINES);
  /** Lines that were moved without an order. */
  readonly #moved: string[] = [];

  constructor(name: ChipName, chip: Wire, safe: number) {
    this.#chip = chip;
    this.#safe = safe;
    this.wires.chips.set(ADDRESS, chip);
    this.wires.fault = (_chip, step, doIt) => this.#step(step, doIt);
    const wire = this.wires.chip("/dev/i2c-1", ADDRESS);
    this.#board = new ChipBoard({ chip: CHIPS[name], wire, outputs: OUTPUTS, inputs: 0b1000, pulled: 0b1000, safe });
  }

  isHigh(line: number): boolean {
    return ((this.#chip.latch >> line) & 1) === 1;
  }

  /** As it is before its first order. */
  #isFirst(line: number): boolean {
    return this.#chip.driven === undefined || ((this.#safe >> line) & 1) === 1;
  }

  isDriven(line: number): boolean {
    return (((this.#chip.driven ?? 0xffff) >> line) & 1) === 1;
  }

  /** No write moves a line but to what was ordered of it. */
  #step(step: Parameters<Fault>[1], doIt: () => number[] | undefined) {
    const trouble = this.#troubles.find(({ at }) => at === this.#steps);
    if (step.do !== "pause") this.#steps += 1;
    const before = LINES.map((line) => this.isHigh(line));
    const driven = LINES.map((line) => this.isDriven(line));
    const check = (): void => {
      for (const [index, line] of LINES.entries()) {
        const now = this.isHigh(line);
        if (now === before[index] || !driven[index]) continue;
        const isFirst = now === this.#isFirst(line) && this.#anew.has(line);
        if (!isFirst && now !== this.ordered.get(line)) this.#moved.push(`line ${line} to ${now}`);
      }
    };
    if (!trouble || step.do === "pause") {
      const read = doIt();
      check();
      return read;
    }
    if (trouble.kind === "lost_power") for (const line of LINES) this.#anew.add(line);
    // what the fault itself does to the lines is nobody's order
    return suffer(trouble, this.#chip, step, doIt);
  }

  /** So many things go wrong from here on. */
  suffer(troubles: readonly Trouble[], short = 0): void {
    this.#chip.short = short;
    this.#troubles = troubles;
    this.#steps = 0;
  }

  async order(orders: readonly { readonly line: number; readonly high: boolean }[]): Promise<void> {
    for (const { line, high } of orders) this.ordered.set(line, high);
    const last = new Map(orders.map(({ line, high }) => [line, high]));
    await Promise.all(
      [...last].map(async ([line, high]) => {
        try {
          await this.#board.order(line, high);
        } catch {
          return;
        }
        this.#anew.delete(line);
        if (this.#troubles.every(({ kind }) => kind !== "lost_power" && kind !== "misread")) {
          assert.equal(this.isHigh(line), high, `line ${line} was confirmed as ${high}`);
        }
      }),
    );
  }

  async look(): Promise<number | undefined> {
    try {
      return await this.#board.look();
    } catch {
      return undefined;
    }
  }

  /** What the guard does within the feedback time, on a wire that is well again. */
  async feedback(): Promise<void> {
    assert.deepEqual(this.#moved, []);
    this.suffer([]);
    await this.look();
    const levels = await this.#board.look();
    const contrary = [...this.ordered].filter(([line, high]) => (((levels >> line) & 1) === 1) !== high);
    await this.order(contrary.map(([line, high]) => ({ line, high })));
    for (const [line, high] of this.ordered) {
      assert.deepEqual([line, this.isHigh(line), this.isDriven(line)], [line, high, true]);
    }
  }
}

async function live(name: ChipName, make: () => Wire): Promise<void> {
  const sequence = fc.array(events, { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(sequence, fc.nat(255), async (happened, safe) => {
      const house = new House(name, make(), safe);
      // a line that touches ground from the start is found as it is
      if (happened[0]?.short !== 0) await house.look();
      for (const { orders, troubles, short } of happened) {
        house.suffer(troubles, short);
        await house.order(orders);
        await house.look();
        await house.feedback();
      }
    }),
    { numRuns: SEQUENCES },
  );
}

describe("no line is otherwise than ordered for longer than the feedback time, and none moves without an order", () => {
  test("PCF8574", () => live("pcf8574", () => new Latch(1)));
  test("PCF8575", () => live("pcf8575", () => new Latch(2)));
  test("MCP23008", () => live("mcp23008", () => new Registers(1)));
  test("MCP23017", () => live("mcp23017", () => new Registers(2)));
});
