import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { buildPreload, CALLS, ERRORS, Faults } from "../../src/store/testing/preload.ts";
import type { JournalLine } from "../../src/web/api.ts";
import { type Circumstances, type Ended, Gleaner } from "../../test/support/gleaner.ts";
import { script } from "../../test/support/houses.ts";
import { Place } from "../../test/support/place.ts";
import { until } from "../../test/support/until.ts";
import { WallClock } from "../../test/support/wall-clock.ts";
import { SmallDisk } from "./disk.ts";
import type { Excuse, RunEnd } from "./oracle.ts";

/** A house whose programs note what they print, whose outputs note what they are told, and which can be troubled. */

export const FEEDERS = ["meter0", "meter1"] as const;
export const RELAYS = ["boiler", "pump"] as const;
export type DiskTrouble = "full" | "read-only";

const UP_WITHIN_MS = 90_000;
const WELL_WITHIN_MS = 60_000;
/** Readings are on the disk within the second that the configuration says, and a busy machine's two more. */
const UNSTORED_US = 3_000_000;
/** A line is noted, printed and read one after the other. */
const UNREAD_US = 300_000;
/** A program that outlives a killed house has written its line by then. */
const ORPHANS_MS = 500;

const feeder = (name: string): string =>
  `  ${name}: { type: command, source: { listen: [${process.execPath}, ${join(import.meta.dirname, "feeder.ts")}, ./${name}.ledger, ./${name}.pid] } }`;
const output = (name: string): string =>
  `  ${name}_plug: { type: command, timeout: 20 s, on: [sh, -c, "echo 1 >> ./${name}.log"], off: [sh, -c, "echo 0 >> ./${name}.log"] }`;

const CONFIG = `data: { path: ./data, commit_every: 1 s }
web: { port: 0 }
devices:
${FEEDERS.map(feeder).join("\n")}
${RELAYS.map(output).join("\n")}
relays:
  boiler: { output: boiler_plug, script: ./boiler.ts }
  pump: { output: pump_plug }
guard: { between_starts: 0 s, between_stops: 0 s, default_rest: 0 s }
`;
/** On and off every other second and a half, by the clock that the readings tell. */
const SCRIPT = 'return Math.floor(Number(data["meter0.n"]) / 1_500_000) % 2 === 1 ? on("Odd") : off("Even");';

/** µs of the machine's monotonic clock. */
export function micros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}

/** One run of the house, from its start to its end. */
export interface Run extends RunEnd {
  /** Lines of each output's log before its end. */
  readonly lines: Readonly<Record<string, number>>;
}

export class TroubledHouse implements AsyncDisposable {
  readonly place = new Place();
  readonly excuses: Excuse[] = [];
  readonly runs: Run[] = [];
  readonly recoveries_ms: number[] = [];
  /** What the house said it did not keep, all runs. */
  counted = 0;
  readonly #clock = new WallClock();
  readonly #library: string;
  readonly #faults: Faults;
  #disk: SmallDisk | undefined;
  #gleaner: Gleaner | undefined;
  #trouble: DiskTrouble | undefined;
  /** Since when what was printed may not be on the disk, µs. */
  #unstored_since: number | undefined;
  #starts = 0;

  private constructor() {
    this.place.write("gleaner.yaml", CONFIG);
    this.place.write("boiler.ts", script(SCRIPT));
    this.place.makeFolder("data");
    for (const name of [...FEEDERS.map((id) => `${id}.ledger`), ...RELAYS.map((id) => `${id}.log`)]) {
      this.place.write(name, "");
    }
    this.#library = buildPreload("faults", this.place.folder);
    this.#faults = new Faults(this.place.path("faults"));
  }

  static async build(): Promise<TroubledHouse> {
    const house = new TroubledHouse();
    house.#disk = await SmallDisk.mount(house.place);
    return house;
  }

  /** Whether a disk can really be full here; else its calls fail. */
  get mounted(): boolean {
    return this.#disk !== undefined;
  }

  get gleaner(): Gleaner {
    if (!this.#gleaner) throw new Error("the house does not run");
    return this.#gleaner;
  }

  /** The libraries are loaded by the house alone: not every program on the way to it stands them. */
  get #circumstances(): Circumstances {
    const { LD_PRELOAD, ...clock } = this.#clock.env;
    const variables = { ...clock, LD_PRELOAD: `${LD_PRELOAD}:${this.#library}`, FAULTS: this.place.path("faults") };
    const words = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
    return { through: [...(this.#disk?.through ?? []), "env", ...words] };
  }

  /** Any command, beside the house. */
  command(...args: string[]): Gleaner {
    return Gleaner.commandIn(this.place, { through: this.#disk?.through ?? [] }, ...args, "-c", "gleaner.yaml");
  }

  /** The same, whose output goes into a file. */
  commandInto(file: string, ...args: string[]): Gleaner {
    const into = ["sh", "-c", 'exec "$@" > "$0"', file];
    const through = [...(this.#disk?.through ?? []), ...into];
    return Gleaner.commandIn(this.place, { through }, ...args, "-c", "gleaner.yaml");
  }

  async start(): Promise<void> {
    const gleaner = Gleaner.launch(this.place, undefined, this.#circumstances);
    this.#gleaner = gleaner;
    this.#starts++;
    const api = await gleaner.up(UP_WITHIN_MS);
    const began = (line: JournalLine): boolean => line.reason === "Gleaner started";
    const seen = async (): Promise<boolean> => (await api.journalSince(0)).filter(began).length === this.#starts;
    await until(`the journal tells of ${this.#starts} starts`, seen, WELL_WITHIN_MS, 200);
  }

  /** Another second house on the same data. */
  second(): Gleaner {
    return Gleaner.launch(this.place, undefined, { through: this.#disk?.through ?? [] });
  }

  begin(trouble: DiskTrouble): void {
    this.#trouble = trouble;
    this.#unstored_since ??= micros();
    if (trouble === "read-only") this.#faults.set(CALLS.writes + CALLS.truncations + CALLS.rights, ERRORS.EROFS);
    else if (this.#disk) this.#disk.fill();
    else this.#faults.set(CALLS.writes, ERRORS.ENOSPC);
  }

  /** Ends what troubles the disk. */
  relieve(): void {
    this.#disk?.free();
    this.#faults.off();
  }

  /** Resolves once the house says that all is well. */
  async well(): Promise<void> {
    this.relieve();
    const { api } = this.gleaner;
    const began = performance.now();
    const none = async (): Promise<boolean> => (await api.state()).faults.length === 0;
    await until("no fault is left", none, WELL_WITHIN_MS, 100);
    if (this.#trouble) this.recoveries_ms.push(performance.now() - began);
    this.#trouble = undefined;
    this.#unstored_since = undefined;
  }

  /** The house does not run for so long; what is printed meanwhile waits in its pipes. */
  async freeze(ms: number): Promise<void> {
    this.#unstored_since ??= micros();
    process.kill(this.gleaner.pid, "SIGSTOP");
    await pause(ms);
  }

  thaw(): void {
    process.kill(this.gleaner.pid, "SIGCONT");
  }

  setClock(off_ms: number): void {
    this.#clock.set(off_ms);
  }

  /** Signals a feeder. @returns whether there was one */
  signal(name: (typeof FEEDERS)[number], signal: "SIGUSR2" | "SIGKILL"): boolean {
    const pid = Number(this.place.read(`${name}.pid`));
    if (!(pid > 0)) return false;
    const at = micros();
    try {
      process.kill(pid, signal);
    } catch {
      return false;
    }
    if (signal === "SIGKILL") this.excuses.push({ from: at - UNREAD_US, to: at + UNREAD_US, why: "a feeder died" });
    return true;
  }

  async kill(): Promise<void> {
    await this.#count();
    const at = micros();
    const how = this.#trouble ? "killed_unstored" : "killed";
    await this.gleaner.kill();
    await this.#over(Math.min(this.#unstored_since ?? at, at) - UNSTORED_US, how);
  }

  async stop(): Promise<Ended> {
    await this.#count();
    const at = micros();
    const ended = await this.gleaner.stop("SIGTERM", WELL_WITHIN_MS);
    await this.#over(at - UNREAD_US, "stopped");
    return ended;
  }

  async #over(from: number, how: RunEnd["how"]): Promise<void> {
    this.#gleaner = undefined;
    this.relieve();
    await pause(ORPHANS_MS);
    this.runs.push({ how, lines: Object.fromEntries(RELAYS.map((id) => [id, this.orders(id).length])) });
    this.excuses.push({ from, to: micros(), why: how });
    this.#trouble = undefined;
    this.#unstored_since = undefined;
  }

  /** Adds what this run has dropped, as it says. A house that does not answer says nothing. */
  async #count(): Promise<void> {
    const state = await this.gleaner.api.state().catch(() => undefined);
    for (const name of FEEDERS) {
      const counters = state?.devices[name]?.counters ?? {};
      for (const counter of ["dropped_values", "refused_values", "cut_lines"]) this.counted += counters[counter] ?? 0;
    }
  }

  /** What an output was told, oldest first. */
  orders(relay: string): boolean[] {
    const lines = readFileSync(this.place.path(`${relay}.log`), "utf8").split("\n");
    return lines.filter(Boolean).map((line) => line === "1");
  }

  /** What a feeder has printed. */
  printed(name: string): number[] {
    return readFileSync(this.place.path(`${name}.ledger`), "utf8")
      .split("\n")
      .filter(Boolean)
      .map(Number);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gleaner?.kill();
    this.#disk?.[Symbol.dispose]();
    this.#clock[Symbol.dispose]();
    this.#faults[Symbol.dispose]();
    this.place[Symbol.dispose]();
  }
}
