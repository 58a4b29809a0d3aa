/**
 * What `gleaner detect` has found: the shape of its `--json`, described in docs/detect.md. What is added later is added; nothing is
 * renamed or taken away without another `version`.
 */
export interface Findings {
  readonly version: 1;
  readonly machine: MachineFound;
  readonly configuration: ConfigurationFound;
  readonly serial: readonly SerialFound[];
  readonly gpio: readonly ChipFound[];
  readonly i2c: readonly BusFound[];
  readonly buttons: readonly ButtonsFound[];
  readonly hid: readonly HidFound[];
  readonly watchdogs: readonly WatchdogFound[];
  /** To be put into a configuration; `null`: nothing was found that is not in it already. */
  readonly yaml: string | null;
  /** What to do next, a sentence each. */
  readonly next: readonly string[];
}

export interface MachineFound {
  /** What the board calls itself, such as `Raspberry Pi 4 Model B Rev 1.4`. */
  readonly model: string | null;
  readonly kernel: string;
  readonly arch: string;
}

export interface ConfigurationFound {
  readonly file: string | null;
  /** Why it could not be used. */
  readonly problem: string | null;
}

export interface UsbFound {
  /** Four digits of hex each. */
  readonly vendor_id: string;
  readonly product_id: string;
  readonly manufacturer: string | null;
  readonly product: string | null;
  readonly serial: string | null;
}

/** Somebody who has a port open. */
export interface Holder {
  /** `null`: not known, it belongs to another user. */
  readonly pid: number | null;
  readonly program: string;
}

/** What speaks at the end of a cable. */
export interface Speaker {
  readonly protocol: "vedirect" | "sml" | "p1" | "d0" | "tic";
  readonly baud: number;
  /** What a person calls it. */
  readonly title: string;
  readonly product: string | null;
  readonly product_id: string | null;
  readonly firmware: string | null;
  readonly serial: string | null;
  /** What it does, where that is known. */
  readonly kind: "mppt" | "monitor" | "shunt" | "inverter" | "other" | null;
}

export type SerialState =
  /** `speaker` says who it is. */
  | "named"
  /** Something is sent that is not known: `sample`. */
  | "unknown"
  /** Nothing came. */
  | "silent"
  /** Somebody has it open, so it was left alone: `held_by`. */
  | "held"
  /** Left alone for another reason: `problem`. */
  | "spared"
  /** It could not be opened: `problem`. */
  | "failed";

export interface SerialFound {
  /** The name to be written: by-id, else by-path, else the port's own. */
  readonly path: string;
  readonly tty: string;
  readonly usb: UsbFound | null;
  readonly state: SerialState;
  readonly held_by: readonly Holder[];
  readonly speaker: Speaker | null;
  /** The first bytes of what is not known, as hex. */
  readonly sample: string | null;
  readonly problem: string | null;
  /** The configured device that has it. */
  readonly used_by: string | null;
}

export interface LineFound {
  readonly line: number;
  readonly name: string | null;
  readonly output: boolean;
  /** Who holds it, as the kernel says; `null`: nobody. */
  readonly held_by: string | null;
  readonly used_by: string | null;
}

export interface ChipFound {
  readonly path: string;
  readonly name: string | null;
  readonly label: string | null;
  /** Leads to the 40 pins of a Raspberry Pi. */
  readonly header: boolean;
  readonly lines: readonly LineFound[];
  readonly problem: string | null;
}

export interface AddressFound {
  /** `0x27` */
  readonly address: string;
  /** The driver's name for it, where the kernel has it; `null`: it answered. */
  readonly kernel: string | null;
  /** What is usually found there. */
  readonly likely: string | null;
  readonly used_by: string | null;
}

export interface BusFound {
  readonly path: string;
  readonly name: string | null;
  /** Whether addresses were asked: only with `--probe`. */
  readonly probed: boolean;
  readonly addresses: readonly AddressFound[];
  readonly problem: string | null;
}

/** Lines that the kernel reads as keys (overlay gpio-key). */
export interface ButtonsFound {
  readonly path: string;
  readonly name: string;
  readonly used_by: string | null;
}

export interface HidFound {
  readonly path: string;
  readonly usb: string;
  readonly likely: string;
}

export interface WatchdogFound {
  readonly path: string;
  readonly name: string | null;
  readonly timeout_s: number | null;
}
