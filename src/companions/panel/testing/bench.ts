import assert from "node:assert/strict";
import type { Companionship, ModeCommand, Pins, Reason, RelayState } from "../../../model/index.ts";
import { reason, say, text } from "../../../model/index.ts";
import { HandClock } from "../../../model/testing/hand-clock.ts";
import { Board } from "../../../pins/testing/board.ts";
import { Panel, type PanelOptions } from "../index.ts";
import { Tm1638, WiredPins } from "./tm1638.ts";

export const RELAYS = ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8"];

/** PvMonit's wiring: DIO 19, CLK 13, STB 26. */
const LINES = { clock_line: { by: "number", number: 13 }, data_line: { by: "number", number: 19 } } as const;
export const STROBES = [26, 6, 5, 12];

/** A panel on boards, with a house that does what it is told. */
export class PanelBench {
  readonly clock = new HandClock();
  readonly board = new Board();
  readonly chips: Tm1638[];
  readonly pins: WiredPins;
  readonly panel: Panel;
  readonly relays: Map<string, RelayState>;
  readonly commands: string[] = [];
  readonly notes: string[] = [];
  /** The house takes no acts. */
  refuses = false;
  /** Whether a command changes the mode, as it does in a house. */
  follows = true;

  constructor(options: Partial<PanelOptions> = {}, boards = 1, pins?: Pins) {
    this.chips = Array.from({ length: boards }, () => new Tm1638());
    this.pins = new WiredPins(pins ?? this.board, this.chips);
    const places = options.places ?? RELAYS;
    this.relays = new Map(places.flatMap((id) => (id === undefined ? [] : [[id, { ...relay(id) }] as const])));
    this.panel = new Panel({
      ...{ pins: this.pins, clock: this.clock, chip: undefined, ...LINES },
      strobes: STROBES.slice(0, boards).map((number) => ({ by: "number", number }) as const),
      ...{ places, delay_ms: 2_000, light: () => 7, language: "en" },
      ...options,
    });
  }

  readonly house: Companionship = {
    command: (command) => this.#take(command),
    note: (_kind, why) => {
      this.notes.push(why.code);
      return undefined;
    },
  };

  #take({ relay: id, mode, origin }: ModeCommand): boolean {
    assert.equal(origin, "panel");
    if (this.refuses) return false;
    this.commands.push(`${id} ${mode}`);
    if (this.follows) this.change(id, { mode });
    return true;
  }

  /** The house is up, and has shown itself. */
  async up(): Promise<this> {
    this.panel.start(this.house);
    this.show();
    await this.clock.pass(700);
    return this;
  }

  show(): void {
    this.panel.shown({ relays: [...this.relays.values()] });
  }

  change(id: string, change: Partial<RelayState>): void {
    const relay = this.relays.get(id);
    assert.ok(relay, id);
    this.relays.set(id, { ...relay, ...change });
    this.show();
  }

  /** A finger on a key, from 1. */
  async press(key: number, chip = this.chips[0], held_ms = 150): Promise<void> {
    assert.ok(chip);
    chip.keys |= 1 << (key - 1);
    await this.clock.pass(held_ms);
    chip.keys &= ~(1 << (key - 1));
    await this.clock.pass(250);
  }

  digits(chip = this.chips[0]): number[] {
    return chip?.memory.filter((_byte, place) => place % 2 === 0) ?? [];
  }

  leds(chip = this.chips[0]): string {
    return (chip?.memory ?? []).flatMap((byte, place) => (place % 2 === 1 ? [byte === 1 ? "●" : "·"] : [])).join("");
  }

  get trouble(): string | undefined {
    const why: Reason | undefined = this.panel.trouble();
    return why && say(why, "en");
  }

  async down(): Promise<void> {
    const stopped = this.panel.stop();
    await this.clock.pass(600);
    await stopped;
  }
}

/** A relay in automatic, off. */
export function relay(id: string): RelayState {
  const why = text("");
  return {
    ...{ id, number: null, mode: "auto", mode_number: 1, on: false, reason: why, inputs: [], since: 0, until: null },
    ...{ fault: null, hold: null, on_for_ms: 0, off_for_ms: 0, on_today_ms: 0, starts_today: 0, last_on: null },
    ...{ last_off: null, last_auto_on: null, cycled_today: false, power_w: 0 },
  };
}

export const FAULT = reason("fault_cleared");
