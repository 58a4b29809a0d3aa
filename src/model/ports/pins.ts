import type { I2c } from "./i2c.ts";

/** Lines of GPIO chips, as the kernel gives them to a process. Each call is answered at once: it waits for no disk. */

/** Why the kernel refused: its own word (`EBUSY`, `EACCES` …), or one of these. */
export type PinProblem =
  /** This machine's kind has no library for calls of the kernel. */
  | "NO_LIBRARY"
  /** The kernel is older than 5.10 and knows only the first version of the interface. */
  | "OLD_KERNEL"
  | (string & {});

/** What a call of the kernel throws. */
export class PinTrouble extends Error {
  override readonly name = "PinTrouble";
  readonly code: PinProblem;

  constructor(code: PinProblem, doing: string) {
    super(`${doing}: ${code}`);
    this.code = code;
  }
}

/** A GPIO chip. */
export interface PinChip {
  /** `/dev/gpiochip0` */
  readonly path: string;
  /** `gpiochip0`: may be another one after a start, where there are several. */
  readonly name: string;
  /** What it is, such as `pinctrl-bcm2711`: stays the same. */
  readonly label: string;
  readonly lines: number;
}

/** What the kernel knows of a line. */
export interface PinLine {
  /** Its place in the chip. */
  readonly offset: number;
  /** From the board's description, such as `GPIO17`; may be empty. */
  readonly name: string;
  /** Somebody holds it: a program, or the kernel itself. */
  readonly used: boolean;
  /** Who; may be empty. */
  readonly consumer: string;
  readonly output: boolean;
  readonly active_low: boolean;
}

/** The resistor within the chip. `as_is`: whatever it was before. */
export type Pull = "up" | "down" | "none" | "as_is";
/** `push_pull` drives both ways; the others one, and leave the line alone for the other. */
export type Drive = "push_pull" | "open_drain" | "open_source";
/** Which changes of a line are told. */
export type EdgeKind = "rising" | "falling" | "both" | "none";

/** How inputs are read. */
export interface InputConfig {
  readonly direction: "input";
  readonly pull: Pull;
  /** A low line is on. */
  readonly active_low: boolean;
  readonly edges: EdgeKind;
  /** What is shorter is no change, µs; 0: everything is. */
  readonly debounce_us: number;
}

/** How outputs are driven. */
export interface OutputConfig {
  readonly direction: "output";
  readonly drive: Drive;
  /** On drives the line low. */
  readonly active_low: boolean;
  /** On or off from the first moment, one for each line. */
  readonly values: readonly boolean[];
}

/** Lines as they are: they are read, and go on as inputs or outputs. */
export interface AsIsConfig {
  readonly direction: "as_is";
  /** A low line is on. */
  readonly active_low: boolean;
}

/** Wires of a protocol: some lines are driven, the others read, and which, may change. */
export interface WiresConfig {
  readonly direction: "wires";
  /** Of those that are read. */
  readonly pull: Pull;
  readonly active_low: false;
  /** High or low from the first moment, one for each line; `null`: it is read. */
  readonly values: readonly (boolean | null)[];
}

export type LineConfig = InputConfig | OutputConfig | AsIsConfig | WiresConfig;

/** A change of a line, as the kernel saw it. */
export interface Edge {
  /** Monotonic clock, ms with fractions; comparable with `Clock.now().mono`. */
  readonly mono: number;
  readonly rising: boolean;
  /** The line's place in the chip. */
  readonly offset: number;
  /** Counts this line's changes from 1; where a number is left out, changes were lost. */
  readonly sequence: number;
}

/** Lines that this process holds, until it lets go or ends. */
export interface Lines {
  /** On or off, one for each line, in the order of the request. @throws PinTrouble ENODEV: the chip is gone */
  get(): boolean[];
  /** Sets one line and leaves the others. @param index its place in the request @throws PinTrouble */
  set(index: number, on: boolean): void;
  /** Sets all lines in one step. @throws PinTrouble */
  setAll(values: readonly boolean[]): void;
  /**
   * Sets some of the first 32 lines in one step, as quickly as can be: for wires that go up and down all the time.
   * @param mask which, the first line lowest; all of them outputs
   * @throws PinTrouble
   */
  setBits(mask: number, bits: number): void;
  /** The first 32 lines, the first lowest, as quickly as can be. @throws PinTrouble */
  getBits(): number;
  /** Turns or changes all lines. @throws PinTrouble */
  configure(config: LineConfig): void;
  /** The changes that wait, oldest first, at most `most` of them. Never waits. @throws PinTrouble */
  edges(most: number): Edge[];
  /** Lets go of the lines; what outputs do then, the chip decides. */
  close(): void;
}

/** A key of an input device that went down or up. */
export interface KeyChange {
  /** Monotonic clock, ms with fractions. */
  readonly mono: number;
  readonly down: boolean;
  /** Before this the kernel dropped changes, nobody knows how many: how the key stands, instead of a change. */
  readonly after_loss?: true;
}

/** A key of an input device, such as those that `dtoverlay=gpio-key` makes of a pin. */
export interface Key {
  /** Whether it is down right now. @throws PinTrouble ENODEV: the device is gone */
  isDown(): boolean;
  /**
   * The changes that wait, oldest first. Never waits.
   * @param mono now: a loss is found at this instant
   * @throws PinTrouble
   */
  changes(mono: number): KeyChange[];
  close(): void;
}

/** A wire of a serial port beside those for data, that a meter's contact can close. */
export type Wire = "cts" | "dsr" | "dcd";

/** What feeds the contact. */
export interface WireFeeds {
  readonly rts: boolean;
  readonly dtr: boolean;
}

/** A serial port of which only the wires beside the data are used. */
export interface Wires {
  /** How often a wire has changed since the port's driver began to count. Answered at once. @throws PinTrouble */
  changes(wire: Wire): number;
  /** Whether a wire is on. Asks the cable, which may take a while. @throws PinTrouble */
  isOn(wire: Wire): Promise<boolean>;
  close(): void;
}

/** What a contact can hang on beside the lines of chips. */
export interface Contacts {
  /** Paths of the input devices by their names. */
  inputs(): ReadonlyMap<string, string>;
  /**
   * A key of an input device, for this process alone: its presses reach no console.
   * @param code of the key, as the kernel numbers them
   * @throws PinTrouble ENOENT, EACCES, EBUSY: another program has it for itself, EINVAL: it has no such key
   */
  key(path: string, code: number): Key;
  /** @throws PinTrouble ENOENT, EACCES, EBUSY, ENOTTY: no serial port, or its driver does not count */
  wires(path: string, feeds: WireFeeds): Promise<Wires>;
}

/** The chips of this machine, and its buses. */
export interface Pins {
  /** Paths of the chips, by their numbers. */
  paths(): string[];
  /** What a chip says of itself. @throws PinTrouble ENOENT, EACCES, ENOTTY … */
  chip(path: string): PinChip;
  /** All lines of a chip. @throws PinTrouble */
  lines(chip: PinChip): PinLine[];
  /**
   * Takes lines of a chip. Outputs have their values from the first moment.
   * @param offsets 1 to 64 places in the chip
   * @param consumer who holds them, as others will read it; at most 31 bytes of it
   * @throws PinTrouble EBUSY: somebody holds one of them; EACCES, EPERM; ENODEV: the chip is gone; EINVAL: no such line,
   * or the chip cannot do that; OLD_KERNEL; NO_LIBRARY
   */
  request(chip: PinChip, offsets: readonly number[], consumer: string, config: LineConfig): Lines;
  /** The buses on pins, or on adapters. */
  readonly i2c: I2c;
}
