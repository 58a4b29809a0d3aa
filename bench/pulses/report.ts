/** What the meters say of themselves. */
export interface Report {
  /** What each shows, Wh, at 1,000 pulses a kWh. */
  readonly wh: readonly number[];
  readonly lost: number;
  readonly estimated: number;
  /** Of the process since it began. */
  readonly cpu_ms: number;
  readonly pss_kb: number;
}

/** What the small machine measured. */
export interface Measured {
  /** 50 pulses a second beside a busy loop. */
  readonly steady: { readonly made: number; readonly counted: number; readonly lost: number; readonly seconds: number };
  /** Percent of the machine's processor, and MB: without meters, with four at 10 pulses a second, and PowerPi's way with them. */
  readonly idle: Load;
  readonly four: Load;
  readonly powerpi: Load & { readonly way: string; readonly missed: number };
  /** The fastest burst of which none was lost, and one that was too fast. */
  readonly fastest_per_second: number;
  readonly overflow: {
    readonly made: number;
    readonly counted: number;
    readonly lost: number;
    readonly estimated: number;
  };
  /** From an order until its relay is switched, ms, p99. */
  readonly order: { readonly gpio_ms: number; readonly file_ms: number };
}

export interface Load {
  readonly percent: number;
  readonly mb: number;
}
