/** The types of the package "gleaner": what a relay's script sees. The reference in docs/write-a-script.md is made from this file. */

/**
 * A number, or the name of a state such as `"float"`. Which of the two a channel carries is known only when the script
 * runs, so the editor does not check it.
 */
export type Value = ReturnType<JSON["parse"]>;

/** Values by name: `battery.soc`. Reading one that is missing or stale ends the run; the relay goes to its safe state. */
export interface Values {
  readonly [name: string]: Value;
}

/** Numbers by name: `solar.power`. Reading one that is missing or stale ends the run; the relay goes to its safe state. */
export interface Numbers {
  readonly [name: string]: number;
}

/**
 * One channel, as `channel("battery.soc")` gives it. A name that no channel has ends the run; where there is no fresh
 * value only `value` does.
 */
export interface Channel {
  /** Its name, also when it was asked for by an alias. */
  readonly name: string;
  /** Its value. Missing or stale: the run ends here. */
  readonly value: Value;
  /** `"W"`, `"%"`, `"V"` …; `null` for a state or when unknown. */
  readonly unit: string | null;
  /** When it was measured, UTC milliseconds; `null` when never. */
  readonly at: number | null;
  /** Milliseconds since it was measured; `null` when never. */
  readonly age: number | null;
  /** Whether it has a value that is younger than the channel's `stale_after`. */
  readonly fresh: boolean;
  /** Whether it has any value, fresh or not. */
  readonly known: boolean;
  /** Its value if it is fresh, otherwise what you give here. Never ends the run. */
  orElse<T>(otherwise: T): Value | T;
}

/** A relay as it was when the run began. */
export interface Relay {
  /** Its name in the configuration. */
  readonly id: string;
  /** The same as `id`. */
  readonly name: string;
  /** Its number in the mode file; `null` when it has none. */
  readonly number: number | null;
  /** What people chose: `"off"`, `"auto"` or `"on"`. */
  readonly mode: Mode;
  /** PvMonit's number of the mode: 0 forced off, 1 automatic off, 2 automatic on, 3 forced on. */
  readonly modeNumber: 0 | 1 | 2 | 3;
  /** Whether it is on now. */
  readonly on: boolean;
  /** Milliseconds since it went on; 0 while it is off. */
  readonly onFor: number;
  /** Milliseconds since it went off; 0 while it is on. */
  readonly offFor: number;
  /** Milliseconds that it was on today. */
  readonly onToday: number;
  /** How often it went on today. */
  readonly startsToday: number;
  /** When it last went on, UTC milliseconds; `null` when never. */
  readonly lastOn: number | null;
  /** When it last went off, UTC milliseconds; `null` when never. */
  readonly lastOff: number | null;
  /** When it last went on by a script, UTC milliseconds; `null` when never. */
  readonly lastAutoOn: number | null;
  /** Whether it went on and off again today. */
  readonly cycledToday: boolean;
}

export type Mode = "off" | "auto" | "on";

/** All relays, by name or by number: `relays.boiler`, `relays[1]`. */
export interface Relays {
  readonly [nameOrNumber: string | number]: Relay;
}

/** The moment of the run, in the house's own time zone. */
export interface Now {
  readonly year: number;
  /** 1 January to 12 December. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 to 23. */
  readonly hour: number;
  /** 0 to 59. */
  readonly minute: number;
  /** 0 to 59. */
  readonly second: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** `"2026-07-01"`. */
  readonly date: string;
  /** `"09:05"`. */
  readonly time: string;
  /** UTC milliseconds. */
  readonly ms: number;
  /** Hour of sunrise with decimals: 6.5 is half past six. `null` when unknown or when the sun does not rise. */
  readonly sunrise: number | null;
  /** Hour of sunset with decimals. `null` when unknown or when the sun does not set. */
  readonly sunset: number | null;
  /** Whether the sun is up; `null` when unknown. */
  readonly isDay: boolean | null;
}

/** A timer of this relay; it is remembered from run to run and over restarts. At most 32 per relay. */
export interface Timer {
  /** Starts it, or starts it anew: `timer("rest").start(minutes(20))`. */
  start(ms: number): void;
  /** Forgets it. */
  stop(): void;
  /** Whether it was started and has not run out. */
  readonly running: boolean;
  /** Whether it was started and has run out. */
  readonly over: boolean;
  /** Milliseconds until it runs out; 0 when it does not run. */
  readonly left: number;
}

/** The relay's own constants, from `settings:` in the configuration. */
export interface Settings {
  readonly [name: string]: Value;
}

/** Why, in one language or in several: who reads in another one is told the English, or else any. At most 500 characters each. */
export type Why = string | { readonly en?: string; readonly fr?: string; readonly de?: string };

/** What a script answers: made by `on`, `off` or `keep`. */
export interface Answer {
  readonly mod: 1 | 2 | "keep";
  readonly log: Why;
}

/** PvMonit's form of an answer: `mod` 1 for off, 2 for on, `thisMod` for as it is; `log` says why. */
export interface PvMonitAnswer {
  readonly mod: 0 | 1 | 2 | 3;
  readonly log?: Why | null;
}

export type Result = Answer | PvMonitAnswer;

/** Everything that a script is given. */
export interface Inputs {
  /** Values by PvMonit's names (the `alias` of a channel) or by channel name: `data.SOC`. */
  readonly data: Values;
  /** Any channel by name or alias, with its age and a way out when it has no value. */
  channel(name: string): Channel;
  /** `battery.soc` is the channel `battery.soc`. */
  readonly battery: Numbers;
  /** `solar.power` is the channel `solar.power`. */
  readonly solar: Numbers;
  /** `house.power` is the channel `house.power`. */
  readonly house: Numbers;
  /** `grid.power` is the channel `grid.power`: above 0 imports. */
  readonly grid: Numbers;
  /** The relay whose script this is. */
  readonly relay: Relay;
  /** All relays, by name or number. */
  readonly relays: Relays;
  /** The moment of this run. */
  readonly now: Now;
  /** A timer of this relay, by a name of 1 to 64 characters. */
  timer(name: string): Timer;
  /** The relay's own constants from the configuration. */
  readonly settings: Settings;
  /** Asks for on, and says why. */
  on(why: Why): Answer;
  /** Asks for off, and says why. */
  off(why: Why): Answer;
  /** Leaves the relay as it is, and says why. */
  keep(why: Why): Answer;
  /** Milliseconds of so many seconds. */
  seconds(n: number): number;
  /** Milliseconds of so many minutes. */
  minutes(n: number): number;
  /** Milliseconds of so many hours. */
  hours(n: number): number;
}

/** A script: `export default (({ battery, on, off }) => …) satisfies Script;` */
export type Script = (inputs: Inputs) => Result;

/** Asks for on, and says why. */
export function on(why: Why): Answer;
/** Asks for off, and says why. */
export function off(why: Why): Answer;
/** Leaves the relay as it is, and says why. */
export function keep(why: Why): Answer;
/** Milliseconds of so many seconds. */
export function seconds(n: number): number;
/** Milliseconds of so many minutes. */
export function minutes(n: number): number;
/** Milliseconds of so many hours. */
export function hours(n: number): number;

declare global {
  /** PvMonit: whether the relay went on today. */
  function relayUpToday(relay: number | string): boolean;
  /** PvMonit: whether the relay went on and off again today. */
  function relayUpDownToday(relay: number | string): boolean;
  /** PvMonit: when the relay last went on, Unix seconds; `null` when never. */
  function relayLastUp(relay: number | string): number | null;
  /** PvMonit: when the relay last went on by a script, Unix seconds; `null` when never. */
  function relayLastUpAuto(relay: number | string): number | null;
  /** PvMonit: when the relay last went off, Unix seconds; `null` when never. */
  function relayLastDown(relay: number | string): number | null;
  /** PvMonit: whether fewer than so many seconds have passed since the relay last went on by a script. */
  function timeUpMin(relay: number | string, seconds: number): boolean;
  /** PvMonit: whether more than so many seconds have passed since the relay last went on by a script, or it never did. */
  function timeUpMax(relay: number | string, seconds: number): boolean;
  /** PvMonit: whether the charger is in absorption or float, or left it less than `debounce` seconds ago (60 unless said). */
  function MpptAbsOrFlo(cs: Value, debounce?: number): boolean;
  /** PvMonit: whether the charger is in float, or left it less than `debounce` seconds ago (60 unless said). */
  function MpptFlo(cs: Value, debounce?: number): boolean;
  /** PvMonit: starts a timer of so many seconds. The same timers as `timer(name)`. */
  function timerStart(name: string, seconds: number): void;
  /** PvMonit: whether the timer has run out or was never started. A timer that has run out is forgotten. */
  function timerOn(name: string): boolean;
  /**
   * PHP: the moment of the run, in the house's time zone: `date("G")` is the hour. Knows d D j l N S w z W o F M m n t L Y y
   * a A g G h H i s U; what has no leading zero (`G`, `n`, `j`, `N` …) is a number when it stands alone, all else is text.
   */
  function date(format: string): number | string;
  /** PHP: the moment of the run, Unix seconds. */
  function time(): number;
  /** PvMonit: the number of this relay; its name when it has no number. */
  const thisId: number | string;
  /** PvMonit: 1 while this relay is on, 0 while it is off. */
  const thisEtat: 0 | 1;
  /** PvMonit: this relay's mode, 0 to 3. */
  const thisMod: 0 | 1 | 2 | 3;
  /** PvMonit: 1 or 0 for each relay, by number or name. */
  const relayEtat: { readonly [relay: string | number]: 0 | 1 };
  /** PvMonit: the mode of each relay, by number or name. */
  const relayMod: { readonly [relay: string | number]: 0 | 1 | 2 | 3 };
}
