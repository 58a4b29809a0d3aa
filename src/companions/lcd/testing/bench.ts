import type { Companionship, ModeCommand, RelayState } from "../../../model/index.ts";
import { type HouseState, inEnglish, reason } from "../../../model/index.ts";
import { HandClock } from "../../../model/testing/hand-clock.ts";
import { Board } from "../../../pins/testing/board.ts";
import { relay as plainRelay } from "../../panel/testing/bench.ts";
import { Lcd, type LcdOptions } from "../index.ts";
import type { KeyName } from "../menu.ts";
import { Display } from "./display.ts";

/** The lines of the keys' contacts. */
export const LINES: Readonly<Record<KeyName, number>> = { next: 5, previous: 6, ok: 12, light: 16 };
const NOON = Date.UTC(2026, 5, 15, 12);

export const contacts = (...names: readonly KeyName[]): NonNullable<LcdOptions["keys"]> => ({
  ...{ chip: undefined, pull: "up", active_low: true, debounce_ms: 20 },
  lines: new Map(names.map((name) => [name, { by: "number", number: LINES[name] }])),
});

export const relay = (id: string, more: Partial<RelayState> = {}): RelayState => ({ ...plainRelay(id), ...more });

/** Why a relay says that it has confirmed nothing yet. */
export const STARTING = reason("starting");

/** A display with keys, and a house of three channels that does what it is told and shows itself each second. */
export class LcdBench {
  readonly clock = new HandClock(NOON);
  readonly board = new Board();
  readonly display: Display;
  readonly lcd: Lcd;
  readonly commands: ModeCommand[] = [];
  relays: readonly RelayState[] = [relay("boiler"), relay("pump")];
  /** The house takes no acts. */
  refuses = false;
  isNight = false;
  #isUp = true;

  constructor(options: Partial<LcdOptions> = {}) {
    this.display = new Display(options.columns, options.rows);
    this.board.i2c.chips.set(0x27, this.display);
    this.lcd = new Lcd({
      ...{ pins: this.board, clock: this.clock, bus: 1, address: 0x27, columns: 16, rows: 2 },
      ...{ turn_ms: 5_000, channels: ["battery.soc", "solar.power", "house.power"], relays: true },
      ...{ language: "en", name: () => undefined, isNight: () => this.isNight, delay_ms: 2_000, is_read_only: false },
      keys: contacts("next", "previous", "ok"),
      ...options,
    });
  }

  readonly house: Companionship = {
    command: (command) => {
      if (this.refuses) return false;
      this.commands.push(command);
      this.lcd.acted(command);
      this.change(command.relay, { mode: command.mode });
      return true;
    },
    note: () => undefined,
  };

  async up(): Promise<this> {
    this.lcd.start(this.house);
    this.#cycle();
    await this.clock.pass(500);
    return this;
  }

  /** Somebody, or the house, has changed a relay. */
  change(id: string, change: Partial<RelayState>): void {
    this.relays = this.relays.map((each) => (each.id === id ? { ...each, ...change } : each));
    this.show();
  }

  show(): void {
    const channels = [
      ["battery.soc", 87, "%"],
      ["solar.power", 1_840, "W"],
      ["house.power", 300, "W"],
    ] as const;
    const now = this.clock.now();
    const values = channels.map(([name, value, unit]) => [
      name,
      { name, unit, value, at: now.at, age_ms: 0, fresh: true },
    ]);
    const snapshot = { now, channels: new Map(values as [string, unknown][]), aliases: new Map() };
    this.lcd.shown({ now, relays: this.relays, snapshot } as unknown as HouseState);
  }

  #cycle(): void {
    if (!this.#isUp) return;
    this.show();
    this.clock.after(1_000, () => this.#cycle());
  }

  /** A finger on keys. */
  async press(...names: readonly KeyName[]): Promise<void> {
    for (const name of names) this.board.levels.set(LINES[name], false);
    await this.clock.pass(150);
    for (const name of names) this.board.levels.set(LINES[name], true);
    await this.clock.pass(150);
  }

  /** Two pages of channels, then one for each relay. */
  async toBoiler(): Promise<void> {
    await this.press("next");
    await this.press("next");
  }

  get text(): string[] {
    return this.display.text.map((row) => row.trimEnd());
  }

  get said(): string[] {
    return this.commands.map(({ relay: id, mode, origin }) => `${id} ${mode} ${origin}`);
  }

  get trouble(): string | undefined {
    const why = this.lcd.trouble();
    return why && inEnglish(why);
  }

  async down(): Promise<void> {
    this.#isUp = false;
    const stopped = this.lcd.stop();
    await this.clock.pass(1_000);
    await stopped;
  }
}
