/** What a register of ours showed last. */
export interface Shown {
  /** Its energy, Wh. */
  readonly wh: number;
  /** The start that it was given, as the configuration has it; absent: nobody remembers. */
  readonly began?: string;
  /** Where it stands in what it counts, such as a place in a file, in its device's own words. */
  readonly place?: string;
  /** Until when it had counted, on the monotonic clock of this machine start, ms. */
  readonly mono?: number;
  /** Until when it had counted, as the history knows it, UTC ms. */
  readonly at?: number;
}

/** What is kept of it. */
export type Keeps = Shown & Required<Pick<Shown, "began" | "mono">>;

/** A register that whatever end of the process does not turn back. */
export interface Register {
  /** What it showed last; `undefined`: it is new, or nobody remembers. */
  last(): Promise<Shown | undefined>;
  /** Keeps what it shows now. It is kept when this returns, also where the process is killed right after. Never throws. */
  keep(shown: Keeps): void;
  /** Lets go of it. */
  close(): void;
}

/** Registers of devices that count by themselves. */
export interface Registers {
  /** @param quantity of the device, in Wh */
  open(device: string, quantity: string): Register;
}
