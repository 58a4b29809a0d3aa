import type { LineConfig, Lines, PinChip, Pins } from "../../../model/index.ts";

/**
 * Boards behind the line port: what a TM1638 does with its wires, after its data sheet, and what nobody may do to them. It counts
 * calls where the sheet counts nanoseconds: one call is longer than any of these.
 */

/** The wires as the Pi drives them; `null`: the data line is read. */
interface Wires {
  readonly clock: boolean;
  readonly data: boolean | null;
  readonly strobes: readonly boolean[];
}

/** One chip: its memory, its light, its keys. */
export class Tm1638 {
  /** Random when it gets its supply. */
  memory: number[] = [];
  /** 0 to 7; `null`: dark. */
  light: number | null = null;
  /** Keys that are down, the first lowest. */
  keys = 0;
  /** Bits that noise turns over in what it answers. */
  noise = 0;
  isThere = true;
  /** Commands that were carried out, as a person writes them. */
  readonly heard: string[] = [];
  readonly wrong: string[] = [];
  #isFixed = false;
  #bytes: number[] = [];
  #bits = 0;
  #byte = 0;
  /** Bits that are still to be answered. */
  #answer: boolean[] | undefined;
  #answered = 0;
  #open = false;

  constructor() {
    this.powerUp(1);
  }

  /** Its supply comes (back): what its memory holds nobody knows. */
  powerUp(seed: number): void {
    this.memory = Array.from({ length: 16 }, (_nothing, place) => (seed * 37 + place * 91 + 7) & 0xff);
    this.light = null;
    this.#isFixed = false;
    this.#end();
  }

  /** What it does to the data line: pulls it down, or leaves it (`true`); `null`: it does not drive it. */
  get drives(): boolean | null {
    if (!this.isThere || this.#answer === undefined || this.#answered === 0) return null;
    return this.#answer[this.#answered - 1] ?? true;
  }

  /** Its strobe falls. */
  begin(clock: boolean): void {
    if (!clock) this.#complain("the strobe fell while the clock was low");
    this.#open = true;
    this.#bytes = [];
    this.#bits = 0;
    this.#byte = 0;
  }

  /** Its strobe rises: what came is carried out. */
  finish(clock: boolean): void {
    // it got its supply in the middle of it
    if (!this.#open) return;
    if (!clock) this.#complain("the strobe rose while the clock was low");
    if (this.#bits % 8 !== 0) this.#complain(`a byte of ${this.#bits % 8} bits`);
    if (this.#answer && this.#answered !== 32) this.#complain(`${this.#answered} bits of the keys were read`);
    this.#carryOut();
    this.#end();
  }

  /** The clock falls: the next bit of an answer stands on the line. @param data what the Pi does to it */
  fall(data: boolean | null): void {
    if (!this.#open || this.#answer === undefined) return;
    if (data !== null) this.#complain("both sides drive the data line");
    this.#answered += 1;
    if (this.#answered > 32) this.#complain("more was read than there is");
  }

  /** The clock rises: a bit is taken. */
  rise(data: boolean | null): void {
    if (!this.#open || this.#answer !== undefined) return;
    if (data === null) {
      this.#complain("a bit was clocked while nobody drove the data line");
      return;
    }
    if (data) this.#byte |= 1 << (this.#bits % 8);
    this.#bits += 1;
    if (this.#bits % 8 !== 0) return;
    this.#bytes.push(this.#byte);
    this.#byte = 0;
    if (this.#bytes.length === 1 && this.#bytes[0] === 0x42) this.#answer = this.#keyBits();
  }

  #keyBits(): boolean[] {
    let bits = 0;
    for (let key = 0; key < 8; key += 1) {
      if ((this.keys >> key) & 1) bits |= 1 << (8 * (key % 4) + (key < 4 ? 0 : 4));
    }
    return Array.from({ length: 32 }, (_nothing, bit) => (((bits ^ this.noise) >>> bit) & 1) === 1);
  }

  #carryOut(): void {
    const [command = -1, ...data] = this.#bytes;
    if (this.#answer) return;
    if (command >= 0xc0 && command <= 0xcf) this.#write(command & 0x0f, data);
    else if (data.length > 0) this.#complain(`data after the command ${command.toString(16)}`);
    else if (command === 0x40 || command === 0x44) this.#isFixed = command === 0x44;
    else if (command >= 0x80 && command <= 0x8f) this.light = command & 8 ? command & 7 : null;
    else this.#complain(`no command: ${command.toString(16)}`);
    this.heard.push([command, ...data].map((byte) => byte.toString(16)).join(" "));
  }

  #write(address: number, data: readonly number[]): void {
    if (data.length === 0 || (this.#isFixed && data.length !== 1)) this.#complain(`${data.length} bytes of data`);
    if (address + data.length > 16) this.#complain("data beyond the memory");
    data.forEach((byte, index) => {
      this.memory[(address + index) & 15] = byte;
    });
  }

  #end(): void {
    this.#open = false;
    this.#answer = undefined;
    this.#answered = 0;
    this.#bytes = [];
    this.#bits = 0;
  }

  /** The Pi let go of its lines, or took them anew, in the middle of it all. */
  cut(): void {
    this.#end();
  }

  #complain(what: string): void {
    if (this.isThere) this.wrong.push(what);
  }
}

/** Lines of another `Pins`, with boards on them: clock, data, and a strobe for each. */
export class WiredPins implements Pins {
  readonly chips: readonly Tm1638[];
  readonly #inner: Pins;
  /** Moves the data line from outside, where the inner lines are a kernel's. */
  drive: ((high: boolean) => void) | undefined;
  #now: Wires = { clock: true, data: null, strobes: [] };
  #direction: "in" | "out" = "in";
  /** How often the data line was turned. */
  turns = 0;
  /** Calls on the lines since the start. */
  calls = 0;
  /** Thrown by the next call but so many. */
  failAfter: { calls: number; error: Error } | undefined;
  readonly wrong: string[] = [];
  /** Told of each call. */
  onCall: () => void = () => undefined;

  constructor(inner: Pins, chips: readonly Tm1638[]) {
    this.#inner = inner;
    this.chips = chips;
  }

  /** Everything that was done wrong. */
  get complaints(): string[] {
    return [...this.wrong, ...this.chips.flatMap(({ wrong }) => wrong)];
  }

  paths(): string[] {
    return this.#inner.paths();
  }

  chip(path: string): PinChip {
    return this.#inner.chip(path);
  }

  get i2c() {
    return this.#inner.i2c;
  }

  lines(chip: PinChip) {
    return this.#inner.lines(chip);
  }

  request(chip: PinChip, offsets: readonly number[], consumer: string, config: LineConfig): Lines {
    const inner = this.#inner.request(chip, offsets, consumer, config);
    for (const one of this.chips) one.cut();
    this.#now = wiresOf(config);
    this.#direction = this.#now.data === null ? "in" : "out";
    return {
      ...{ get: () => inner.get(), edges: (most: number) => inner.edges(most) },
      set: (index, on) => inner.set(index, on),
      setAll: (values) => inner.setAll(values),
      setBits: (mask, bits) => {
        this.#count();
        if (mask & 2 && this.#direction === "in") this.wrong.push("the data line was driven while it was read");
        inner.setBits(mask, bits);
        this.#move(this.#after(mask, bits));
      },
      getBits: () => {
        this.#count();
        return this.#read(inner.getBits());
      },
      configure: (next) => {
        this.#count();
        inner.configure(next);
        const wires = wiresOf(next);
        const direction = wires.data === null ? "in" : "out";
        if (direction !== this.#direction) this.turns += 1;
        this.#direction = direction;
        this.#move(wires);
      },
      close: () => inner.close(),
    };
  }

  #count(): void {
    this.calls += 1;
    this.onCall();
    const fail = this.failAfter;
    if (!fail) return;
    fail.calls -= 1;
    if (fail.calls >= 0) return;
    this.failAfter = undefined;
    throw fail.error;
  }

  #after(mask: number, bits: number): Wires {
    const level = (index: number, before: boolean): boolean =>
      (mask >> index) & 1 ? ((bits >> index) & 1) === 1 : before;
    const { clock, data, strobes } = this.#now;
    return {
      clock: level(0, clock),
      data: data === null ? null : level(1, data),
      strobes: strobes.map((strobe, board) => level(2 + board, strobe)),
    };
  }

  #move(next: Wires): void {
    const before = this.#now;
    this.#now = next;
    const open = this.chips.filter((_chip, board) => before.strobes[board] === false);
    if (next.strobes.filter((strobe) => !strobe).length > 1) this.wrong.push("two boards are spoken to at once");
    this.chips.forEach((chip, board) => {
      if (before.strobes[board] && next.strobes[board] === false) chip.begin(before.clock && next.clock);
    });
    const hasMoved = before.data !== next.data && before.data !== null && next.data !== null;
    if (open.length > 0 && hasMoved && before.clock && next.clock)
      this.wrong.push("the data line moved while the clock was high");
    if (hasMoved && !before.clock && next.clock) this.wrong.push("the data line moved as the clock rose");
    for (const chip of open) {
      if (before.clock && !next.clock) chip.fall(next.data);
      if (!before.clock && next.clock) chip.rise(next.data);
    }
    this.chips.forEach((chip, board) => {
      if (before.strobes[board] === false && next.strobes[board]) chip.finish(before.clock && next.clock);
    });
    if (next.data !== null && this.chips.some(({ drives }) => drives !== null))
      this.wrong.push("both sides drive the data line");
    this.drive?.(this.chips.every(({ drives }) => drives ?? true));
  }

  #read(bits: number): number {
    if (this.drive) return bits;
    if (this.#now.data !== null) return bits;
    const level = this.chips.every(({ drives }) => drives ?? true);
    return level ? bits | 2 : bits & ~2;
  }
}

function wiresOf(config: LineConfig): Wires {
  if (config.direction !== "wires") throw new Error(`the panel's lines are ${config.direction}`);
  const [clock, data, ...strobes] = config.values;
  return { clock: clock === true, data: data ?? null, strobes: strobes.map((strobe) => strobe === true) };
}
