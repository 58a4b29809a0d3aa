import {
  type Contacts,
  type Edge,
  type Wires as HeldWires,
  type Key,
  type LineConfig,
  type Lines,
  type PinChip,
  type Pins,
  PinTrouble,
  type WireFeeds,
} from "../../model/index.ts";
import { OtherContacts } from "./other-contacts.ts";
import { Wires } from "./wires.ts";

/** Chips that a test makes up, at the level of the port. What the kernel does is tried in `*.kernel.test.ts`. */

interface Taken {
  readonly consumer: string;
  readonly config: LineConfig;
  readonly output: boolean;
}

/** What a line is driven to, before it may be turned over; `undefined`: it is not driven. */
function drivenTo(config: LineConfig, index: number): boolean | undefined {
  if (config.direction === "output") return config.values[index] ?? false;
  return config.direction === "wires" ? (config.values[index] ?? undefined) : undefined;
}

/** A chip with its lines as levels: high is `true`. */
export class Board implements Pins, Contacts {
  readonly chips: PinChip[];
  /** Offset to level, as a voltmeter says. */
  readonly levels = new Map<number, boolean>();
  /** Why a path cannot be opened. */
  readonly refusals = new Map<string, string>();
  /** Why each request is refused. */
  refuses: string | undefined;
  /** Lines that stay as they are, whoever drives them: a short circuit. */
  readonly stuck = new Set<number>();
  isGone = false;
  readonly i2c = new Wires();
  /** Input devices and serial ports. */
  readonly others = new OtherContacts();
  readonly #names: ReadonlyMap<number, string>;
  readonly #taken = new Map<number, Taken>();
  readonly #driven = new Set<number>();
  readonly #edges = new Map<number, Edge[]>();
  readonly #sequences = new Map<number, number>();

  /** @param labels one chip each @param names offset to name, the same for all */
  constructor(labels: readonly string[] = ["pinctrl-bcm2711"], names: Readonly<Record<number, string>> = {}) {
    this.chips = labels.map((label, index) => ({
      path: `/dev/gpiochip${index}`,
      name: `gpiochip${index}`,
      label,
      lines: 58,
    }));
    this.#names = new Map(Object.entries(names).map(([offset, name]) => [Number(offset), name]));
  }

  /** Somebody else takes a line. */
  occupy(offset: number, consumer: string): void {
    const config = { direction: "input", pull: "as_is", active_low: false, edges: "none", debounce_us: 0 } as const;
    this.#taken.set(offset, { consumer, config, output: false });
  }

  /** … and gives it back. */
  free(offset: number): void {
    this.#taken.delete(offset);
  }

  /** What moves a line from outside. @param mono when, ms */
  move(offset: number, high: boolean, mono: number): void {
    if (this.levels.get(offset) === high) return;
    this.levels.set(offset, high);
    const sequence = (this.#sequences.get(offset) ?? 0) + 1;
    const config = this.#taken.get(offset)?.config;
    if (config?.direction !== "input") return;
    const rising = high !== config.active_low;
    if (config.edges === "none" || (config.edges !== "both" && config.edges !== (rising ? "rising" : "falling")))
      return;
    this.#sequences.set(offset, sequence);
    this.#edges.set(offset, [...(this.#edges.get(offset) ?? []), { mono, rising, offset, sequence }]);
  }

  /** Edges of a line were lost: so many. */
  lose(offset: number, count: number): void {
    this.#sequences.set(offset, (this.#sequences.get(offset) ?? 0) + count);
  }

  inputs(): ReadonlyMap<string, string> {
    return this.others.names;
  }

  key(path: string): Key {
    return this.others.key(path);
  }

  wires(path: string, feeds: WireFeeds): Promise<HeldWires> {
    return this.others.wires(path, feeds);
  }

  paths(): string[] {
    return this.isGone ? [] : this.chips.map(({ path }) => path);
  }

  chip(path: string): PinChip {
    const refusal = this.refusals.get(path);
    if (refusal !== undefined) throw new PinTrouble(refusal, `open ${path}`);
    const chip = this.chips.find((each) => each.path === path);
    if (!chip || this.isGone) throw new PinTrouble("ENOENT", `open ${path}`);
    return chip;
  }

  lines(chip: PinChip) {
    return Array.from({ length: chip.lines }, (_nothing, offset) => {
      const taken = this.#taken.get(offset);
      return {
        offset,
        name: this.#names.get(offset) ?? "",
        used: taken !== undefined,
        consumer: taken?.consumer ?? "",
        output: taken?.output ?? this.#driven.has(offset),
        active_low: taken?.config.active_low ?? false,
      };
    });
  }

  /** A line is driven by whoever held it before. */
  drive(offset: number, high: boolean): void {
    this.#driven.add(offset);
    this.levels.set(offset, high);
  }

  request(_chip: PinChip, offsets: readonly number[], consumer: string, config: LineConfig): Lines {
    this.#present();
    if (this.refuses !== undefined) throw new PinTrouble(this.refuses, "request");
    if (offsets.some((offset) => this.#taken.has(offset))) throw new PinTrouble("EBUSY", "request");
    // what the kernel kept for whoever held them before is gone, and it counts from 1 again
    for (const offset of offsets) {
      this.#edges.delete(offset);
      this.#sequences.delete(offset);
    }
    this.#configure(offsets, consumer, config);
    let now = config;
    const level = (index: number, on: boolean): void => {
      const offset = offsets[index] ?? 0;
      if (!this.stuck.has(offset)) this.levels.set(offset, on !== now.active_low);
    };
    return {
      get: () => {
        this.#present();
        return offsets.map((offset) => (this.levels.get(offset) ?? false) !== now.active_low);
      },
      set: (index, on) => {
        this.#present();
        level(index, on);
      },
      setAll: (values) => {
        this.#present();
        values.forEach((on, index) => {
          level(index, on);
        });
      },
      setBits: (mask, bits) => {
        this.#present();
        offsets.forEach((_offset, index) => {
          if (((mask >>> index) & 1) === 1) level(index, ((bits >>> index) & 1) === 1);
        });
      },
      getBits: () => {
        this.#present();
        return offsets.reduce((bits, offset, index) => bits | (this.levels.get(offset) ? 1 << index : 0), 0) >>> 0;
      },
      configure: (next) => {
        this.#present();
        now = next;
        this.#configure(offsets, consumer, next);
      },
      edges: (most) => {
        this.#present();
        const waiting = offsets.flatMap((offset) => this.#edges.get(offset) ?? []).sort((a, b) => a.mono - b.mono);
        const told = waiting.slice(0, most);
        for (const offset of offsets) {
          const left = this.#edges.get(offset)?.filter((edge) => !told.includes(edge));
          this.#edges.set(offset, left ?? []);
        }
        return told;
      },
      close: () => {
        for (const offset of offsets) this.#taken.delete(offset);
      },
    };
  }

  #present(): void {
    if (this.isGone) throw new PinTrouble("ENODEV", "the chip");
  }

  #configure(offsets: readonly number[], consumer: string, config: LineConfig): void {
    offsets.forEach((offset, index) => {
      const on = drivenTo(config, index);
      this.#taken.set(offset, { consumer, config, output: on !== undefined });
      if (on !== undefined && !this.stuck.has(offset)) this.levels.set(offset, on !== config.active_low);
      if ("pull" in config && on === undefined && config.pull === "up" && !this.levels.has(offset))
        this.levels.set(offset, true);
    });
  }
}
