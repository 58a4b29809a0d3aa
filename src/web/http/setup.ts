import type { CounterOptions, Language, Reports, Sun } from "../../model/index.ts";

/** The site as the page shows it. */
export interface Site {
  readonly name: string;
  readonly time_zone: string;
  /** Of what is told; that of each reader's browser when left out. */
  readonly language?: Language | undefined;
  /** Which relay each key of a panel on wires has, so that the one on the page is the same; `null`: none. */
  readonly keys?: readonly (string | null)[] | undefined;
  /** Degrees north and east; never shown. */
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
}

/** What the configuration says of the channels. */
export interface ChannelSetup {
  /** The names that it gives. */
  readonly named: readonly string[];
  /**
   * When a value grows stale, ms: by channel, and by device for those of its values that are not listed themselves
   * (`roof` for `roof.panel_voltage`).
   */
  readonly stale_after_ms: ReadonlyMap<string, number>;
  /** How often channels speak, where it says so. */
  readonly reports: ReadonlyMap<string, Reports>;
  /** What it says of counters. */
  readonly counters: ReadonlyMap<string, CounterOptions>;
}

/** Sunrise and sunset of the civil day in which an instant lies. */
export type SunOf = (at: number) => Sun;
